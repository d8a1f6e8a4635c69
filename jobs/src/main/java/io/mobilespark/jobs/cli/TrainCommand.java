// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.TrainSettings;
import io.mobilespark.jobs.config.TrainSettings.Existing;
import io.mobilespark.jobs.config.TrainSettings.Labels;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.report.TrainingProgress;
import io.mobilespark.jobs.report.TrainingReport;
import io.mobilespark.jobs.training.TrainJob;
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
import picocli.CommandLine.Spec;

/** {@code train}: labelled pictures in, a head for a frozen base out. */
@Command(
    name = "train",
    description = "Train a classification head on a network's pooled features",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--features",
      paramLabel = "URI",
      description = "A table that embed wrote, in place of pictures")
  private @Nullable String features;

  @Mixin private BaseOptions model = new BaseOptions();

  @Option(
      names = "--labels",
      paramLabel = "folder|source_label|URI",
      description =
          "The name of each picture's folder; the label that the source carries as --keep-label"
              + " takes it; or ground truth as evaluate takes it; default: ${DEFAULT-VALUE}")
  private String labels = Labels.FOLDER;

  @Option(
      names = "--label-columns",
      paramLabel = "PICTURE,LABEL",
      split = ",",
      description = "Titles of the columns of that ground truth; default: the usual ones")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = "Labels in the order to count by; default: those that occur, sorted")
  private @Nullable String classes;

  @Mixin private LimitOptions limits = new LimitOptions();

  @Mixin private FittingOptions fitting = new FittingOptions();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder for features, checkpoints, report and head")
  private String output = "";

  @ArgGroup private When when = new When();

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  /** What becomes of a folder that is there. */
  static final class When {
    @Option(names = "--resume", description = "Go on with a run that was interrupted")
    private boolean resume;

    @Option(names = "--overwrite", description = "Delete what an earlier run has written there")
    private boolean overwrite;

    private Existing existing() {
      return resume ? Existing.RESUMED : overwrite ? Existing.REPLACED : Existing.REFUSED;
    }
  }

  @Override
  public Integer call() throws IOException {
    TrainSettings settings =
        Settings.checked(
            spec,
            () ->
                new TrainSettings(
                    source.isGiven() ? Optional.of(source.settings()) : Optional.empty(),
                    Optional.ofNullable(features),
                    model.settings(),
                    limits.settings(),
                    new Labels(labels, columns, Optional.ofNullable(classes)),
                    fitting.settings(),
                    output,
                    when.existing()));
    try (SparkSession spark = sparkOptions.open("train")) {
      TrainingReport report =
          new TrainJob(spark, settings)
              .run(
                  Main.arguments(spec),
                  new ProgressListener(System.err, Terminal.isPresent()),
                  new TrainingProgress(System.err, Terminal.isPresent()));
      spec.commandLine().getOut().print(report.text());
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
