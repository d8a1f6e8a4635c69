// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.pack.PackFormat;
import io.mobilespark.jobs.pack.PackJob;
import io.mobilespark.jobs.pack.PackSettings;
import io.mobilespark.jobs.pack.PackSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pack}: loose pictures in, shards out. */
@Command(
    name = "pack",
    description = "Pack loose pictures into shards, and read them back",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "URI",
      description = "Folders (walked to the bottom), globs and files on any Hadoop file system")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Folder for the shards")
  private String output = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "tar (WebDataset) or parquet; default: ${DEFAULT-VALUE}")
  private PackFormat format = PackFormat.TAR;

  @Option(
      names = "--shard-bytes",
      paramLabel = "N",
      converter = ByteSize.class,
      description = "Pictures in a shard, such as 64m or 1g; default: 256m")
  private long shardBytes = PackSettings.DEFAULT_SHARD_BYTES;

  @Option(names = "--keep-label", description = "Take the name of a picture's folder for its label")
  private boolean keepLabel;

  @Option(names = "--overwrite", description = "Replace the folder once the run has succeeded")
  private boolean overwrite;

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  /** 0, or 1 when a picture could not be packed; the others are all the same. */
  @Override
  public Integer call() throws IOException {
    PackSettings settings =
        Settings.checked(
            spec, () -> new PackSettings(inputs, output, format, shardBytes, keepLabel, overwrite));
    try (SparkSession spark = sparkOptions.open("pack")) {
      PrintWriter err = spec.commandLine().getErr();
      PackSummary summary =
          new PackJob(spark, settings)
              .run(
                  line -> {
                    err.println(line);
                    err.flush();
                  });
      spec.commandLine().getOut().print(summary.text());
      spec.commandLine().getOut().flush();
      Optional<String> complaint = summary.complaint();
      complaint.ifPresent(line -> err.println("mobilespark: " + line));
      err.flush();
      return complaint.isPresent() ? 1 : 0;
    }
  }
}
