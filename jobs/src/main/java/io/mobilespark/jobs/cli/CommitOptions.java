// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.CommitSettings;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a table's rows are committed. */
final class CommitOptions {
  @Option(
      names = "--append",
      description = "Label only pictures that the table lacks, and add them to it")
  private boolean append;

  @Option(
      names = "--retry-errors",
      description =
          "With --append, do pictures anew that storage did not deliver (NOT_FOUND, ACCESS_DENIED,"
              + " IO_ERROR), and put their new rows in the place of the old; limits in percent are"
              + " then of the whole table")
  private boolean retryErrors;

  @Option(
      names = "--resume",
      description = "Go on with an interrupted run; everything else as it was given then")
  private boolean resume;

  @Option(
      names = "--relist",
      description =
          "With --resume, list the input anew instead of reading the run's list, and go on only"
              + " where the files are the same")
  private boolean relist;

  @Option(
      names = "--unit-pictures",
      paramLabel = "N",
      description =
          "Pictures per core that are committed at once and that a killed run does again at most;"
              + " default: 10000, fewer where these take over 5 minutes")
  private @Nullable Integer unitPictures;

  @Option(
      names = "--target-file-bytes",
      paramLabel = "N",
      description = "About how large the table's files are to be; default: ${DEFAULT-VALUE}")
  private long targetFileBytes = CommitSettings.DEFAULT.targetFileBytes();

  @Option(
      names = "--partition-by-label",
      description =
          "Put rows in a folder per label: the one that the source carries where it is kept, or"
              + " the best prediction's")
  private boolean partitionByLabel;

  @Mixin private LimitOptions limits = new LimitOptions();

  CommitSettings settings() {
    return new CommitSettings(
        append,
        retryErrors,
        resume,
        relist,
        unitPictures == null ? OptionalInt.empty() : OptionalInt.of(unitPictures),
        targetFileBytes,
        partitionByLabel,
        limits.settings());
  }
}
