// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.OutputSettings;
import io.mobilespark.jobs.config.ReportSettings;
import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.jobs.evaluate.TableJob;
import io.mobilespark.jobs.report.ModelComparison;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.spark.preparation.ModelSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code table}: several models over the same pictures, side by side with what was published. */
@Command(
    name = "table",
    description =
        "Label pictures by several models in one pass; parameters, MAdds, top-1 and top-5 of each",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "URI",
      description = "Folders (walked to the bottom), globs and files")
  private List<String> inputs = new ArrayList<>();

  @ArgGroup(
      exclusive = false,
      multiplicity = "1..*",
      heading =
          "One or several models; the options of each follow its --model or --weights, whichever"
              + " is first:%n")
  private List<ModelOptions> models = new ArrayList<>();

  @Mixin private LimitOptions limits = new LimitOptions();

  @Mixin private TruthOptions truth = new TruthOptions();

  @Option(
      names = "--report",
      required = true,
      paramLabel = "DIR",
      description = "Folder for table.json, table.md and the predictions")
  private String report = "";

  @Option(names = "--overwrite", description = "Replace the folder once the run has succeeded")
  private boolean overwrite;

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  @Override
  public Integer call() throws IOException {
    LabelSettings label =
        Settings.checked(
            spec,
            () ->
                new LabelSettings(
                        inputs,
                        models.stream().map(ModelOptions::settings).toList(),
                        BatchLimits.DEFAULT,
                        5,
                        new OutputSettings(report, false, OutputSettings.Compression.SNAPPY))
                    .within(limits.settings()));
    ModelSettings first = label.models().get(0);
    TruthSettings truthSettings =
        Settings.checked(spec, () -> truth.settings(first.outputClasses(), Optional.empty()));
    ReportSettings reportSettings =
        Settings.checked(spec, () -> new ReportSettings(report, overwrite));
    try (SparkSession spark = sparkOptions.open("table")) {
      ModelComparison comparison =
          new TableJob(spark, truthSettings, reportSettings)
              .pictures(
                  label,
                  Main.arguments(spec),
                  new ProgressListener(System.err, Terminal.isPresent()));
      spec.commandLine().getOut().print(comparison.markdown());
      spec.commandLine().getOut().printf(Locale.ROOT, "%nReport      %s%n", report);
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
