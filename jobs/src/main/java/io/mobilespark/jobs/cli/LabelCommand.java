// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.config.FollowSettings;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.journal.NothingToResumeException;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.RunSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code label}: pictures in, a Parquet table of predictions out. */
@Command(
    name = "label",
    description = "Label pictures: one row of top-k classes per picture, in Parquet",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LabelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SourceOptions source = new SourceOptions();

  @ArgGroup(
      exclusive = false,
      multiplicity = "1..*",
      heading =
          "One or several models; the options of each follow its --model or --weights, whichever"
              + " is first:%n")
  private List<ModelOptions> models = new ArrayList<>();

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Classes kept per picture; default: ${DEFAULT-VALUE}")
  private int topK = 5;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description = "Add a column labels: all labels of a picture with this probability or more")
  private @Nullable Float threshold;

  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = "Pictures in an Arrow batch and per inference; default: ${DEFAULT-VALUE}")
  private int batchRows = BatchLimits.DEFAULT.maxRows();

  @Option(
      names = "--batch-bytes",
      paramLabel = "N",
      description = "Encoded bytes in an Arrow batch; default: ${DEFAULT-VALUE}")
  private long batchBytes = BatchLimits.DEFAULT.maxBytes();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Folder for the table")
  private String output = "";

  @Option(names = "--overwrite", description = "Replace the folder once the run has succeeded")
  private boolean overwrite;

  @Mixin private DecodingOptions decoding = new DecodingOptions();

  @Mixin private CommitOptions commit = new CommitOptions();

  @Option(
      names = "--compression",
      paramLabel = "CODEC",
      description = "snappy or zstd; default: ${DEFAULT-VALUE}")
  private OutputSettings.Compression compression = OutputSettings.Compression.SNAPPY;

  @Mixin private FollowOptions follow = new FollowOptions();

  @Mixin private DeviceOptions device = new DeviceOptions("auto");

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  @Override
  public Integer call() throws IOException {
    LabelSettings settings =
        Settings.checked(
            spec,
            () ->
                new LabelSettings(
                    source.settings(),
                    models.stream()
                        .map(model -> model.settings().decoding(decoding.settings()))
                        .toList(),
                    new BatchLimits(batchRows, batchBytes),
                    topK,
                    Optional.ofNullable(threshold),
                    new OutputSettings(output, overwrite, compression),
                    commit.settings(),
                    device.settings()));
    if (follow.isGiven()) {
      return follow(Settings.checked(spec, () -> follow.settings(settings)));
    }
    try (SparkSession spark = sparkOptions.open("label", settings.output())) {
      ProgressListener progress = new ProgressListener(System.err, Terminal.isPresent());
      List<String> arguments = Main.arguments(spec);
      RunSummary summary = new LabelJob(spark, settings).run(arguments, progress);
      spec.commandLine().getOut().print(summary.text());
      spec.commandLine().getOut().flush();
    } catch (NothingToResumeException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return 0;
  }

  private int follow(FollowSettings settings) throws IOException {
    try (SparkSession spark = sparkOptions.open("label", settings.label().output())) {
      new LabelJob(spark, settings.label())
          .follow(
              settings,
              System.err,
              summary -> {
                spec.commandLine().getOut().print(summary.text());
                spec.commandLine().getOut().flush();
              });
    }
    return 0;
  }
}
