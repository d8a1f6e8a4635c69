// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.config.ReportSettings;
import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.jobs.evaluate.EvaluateJob;
import io.mobilespark.jobs.evaluation.RunChoice;
import io.mobilespark.jobs.report.AccuracyReport;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.spark.preparation.ModelSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/** {@code evaluate}: predictions and ground truth in, an accuracy report out. */
@Command(
    name = "evaluate",
    description = "Judge predictions by ground truth; with --input, label the pictures first",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Mixin private TruthOptions truth = new TruthOptions();

  @Option(
      names = "--real",
      paramLabel = "FILE",
      description = "Reassessed labels (ReaL, JSON): a second accuracy by them")
  private @Nullable String real;

  @Option(
      names = "--report",
      required = true,
      paramLabel = "DIR",
      description = "Folder for report.json and report.html")
  private String report = "";

  @Option(names = "--overwrite", description = "Replace the folder once the run has succeeded")
  private boolean overwrite;

  @Option(
      names = "--only-labelled",
      description =
          "Judge only pictures of the truth that were labelled; otherwise those that were not"
              + " count as wrong")
  private boolean onlyLabelled;

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  @Override
  public Integer call() throws IOException {
    Labelling labelling = source.labelling;
    Optional<LabelSettings> label =
        Settings.checked(spec, () -> Optional.ofNullable(labelling).map(l -> l.settings(report)));
    String classes =
        label.map(l -> l.models().get(0).outputClasses()).orElse(ModelSettings.IMAGENET);
    TruthSettings truthSettings =
        Settings.checked(
            spec,
            () ->
                truth
                    .settings(classes, Optional.ofNullable(real))
                    .judgingOnlyLabelled(onlyLabelled));
    ReportSettings reportSettings =
        Settings.checked(spec, () -> new ReportSettings(report, overwrite));
    try (SparkSession spark = sparkOptions.open("evaluate")) {
      EvaluateJob job = new EvaluateJob(spark, truthSettings, reportSettings);
      AccuracyReport evaluated =
          label.isPresent()
              ? job.pictures(
                  label.get(),
                  Main.arguments(spec),
                  new ProgressListener(System.err, Terminal.isPresent()))
              : table(job);
      spec.commandLine().getOut().print(evaluated.text());
      spec.commandLine().getOut().printf(Locale.ROOT, "%-11s %s%n", "Report", report);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private AccuracyReport table(EvaluateJob job) {
    Table table = source.table == null ? new Table() : source.table;
    return job.table(
        table.predictions,
        new RunChoice(
            Optional.ofNullable(table.onlyModel), Optional.ofNullable(table.onlyPreset), ""));
  }

  /** A table, or pictures to be labelled. */
  static final class Source {
    @ArgGroup(exclusive = false)
    private @Nullable Table table;

    @ArgGroup(exclusive = false)
    private @Nullable Labelling labelling;
  }

  /** A table that is there. */
  static final class Table {
    @Option(
        names = "--predictions",
        required = true,
        paramLabel = "URI",
        description = "Table of predictions, as label writes it")
    private String predictions = "";

    @Option(
        names = "--only-model",
        paramLabel = "ID",
        description = "Which model's rows to judge, where the table has several")
    private @Nullable String onlyModel;

    @Option(
        names = "--only-preset",
        paramLabel = "NAME",
        description = "Which preset's rows to judge, where the table has several")
    private @Nullable String onlyPreset;
  }

  /** Pictures. */
  static final class Labelling {
    @Option(
        names = "--input",
        required = true,
        arity = "1..*",
        paramLabel = "URI",
        description = "Folders (walked to the bottom), globs and files to label first")
    private List<String> inputs = new ArrayList<>();

    @ArgGroup(exclusive = false, multiplicity = "1")
    private ModelOptions model = new ModelOptions();

    @Option(
        names = "--top-k",
        paramLabel = "K",
        description = "Classes kept per picture; default: 5")
    private int topK = 5;

    @ArgGroup(exclusive = false)
    private LimitOptions limits = new LimitOptions();

    private LabelSettings settings(String report) {
      return new LabelSettings(
              inputs,
              List.of(model.settings()),
              BatchLimits.DEFAULT,
              topK,
              new OutputSettings(report, false, OutputSettings.Compression.SNAPPY))
          .within(limits.settings());
    }
  }
}
