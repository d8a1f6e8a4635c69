// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.labels.TruthFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the ground truth is, and how to read it. */
final class TruthOptions {
  @Option(
      names = "--truth",
      required = true,
      paramLabel = "URI",
      description = "Ground truth: a text, CSV, Parquet, or pictures in folders named by class")
  private String truth = "";

  @Option(
      names = "--truth-format",
      paramLabel = "FORMAT",
      completionCandidates = Formats.class,
      description =
          "Its convention, when it is not to be recognised. One of: ${COMPLETION-CANDIDATES}")
  private @Nullable String format;

  @Option(
      names = "--truth-columns",
      paramLabel = "PICTURE,LABEL",
      split = ",",
      description = "Titles of its columns; default: the usual ones")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--devkit-ids",
      paramLabel = "FILE",
      description = "What devkit ids mean (meta.mat or lines 'id wnid'); default: ILSVRC2012's")
  private @Nullable String devkitIds;

  @Option(
      names = "--truth-classes",
      paramLabel = "imagenet|FILE",
      description =
          "The class list that predictions and truth count by; default: that of --classes, or"
              + " imagenet")
  private @Nullable String classes;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description =
          "Probability from which one of several independent labels counts as given; default:"
              + " ${DEFAULT-VALUE}")
  private float threshold = TruthSettings.EVEN;

  @Option(
      names = "--skip-bad-lines",
      paramLabel = "N",
      description =
          "Lines of the truth that cannot be read: so many are skipped, counted and the first named;"
              + " default: ${DEFAULT-VALUE}")
  private int badLines;

  /**
   * The settings.
   *
   * @param usualClasses the class list, when none is named
   * @param real the file of reassessed labels
   */
  TruthSettings settings(String usualClasses, Optional<String> real) {
    Optional<String> known = Optional.ofNullable(format).map(name -> TruthFormat.named(name).id());
    return new TruthSettings(
        truth,
        known,
        columns,
        Optional.ofNullable(devkitIds),
        classes == null ? usualClasses : classes,
        real,
        threshold,
        badLines,
        false);
  }

  /** The formats for help and completion. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TruthFormat.all().stream().map(TruthFormat::id).iterator();
    }
  }
}
