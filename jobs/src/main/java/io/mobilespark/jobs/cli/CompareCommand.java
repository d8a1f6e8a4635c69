// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.ReportSettings;
import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.jobs.evaluate.CompareJob;
import io.mobilespark.jobs.evaluation.RunChoice;
import io.mobilespark.jobs.report.ComparisonReport;
import io.mobilespark.spark.preparation.ModelSettings;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code compare}: two tables over the same pictures in, whether they differ out. */
@Command(
    name = "compare",
    description = "Compare two tables of predictions over the same pictures, picture by picture",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--a", required = true, paramLabel = "URI", description = "The first table")
  private String a = "";

  @Option(names = "--b", required = true, paramLabel = "URI", description = "The second table")
  private String b = "";

  @Option(
      names = "--only-model-a",
      paramLabel = "ID",
      description = "Which model's rows to take, where the first table has several")
  private @Nullable String modelA;

  @Option(
      names = "--only-model-b",
      paramLabel = "ID",
      description = "Which model's rows to take, where the second table has several")
  private @Nullable String modelB;

  @Option(
      names = "--only-preset-a",
      paramLabel = "NAME",
      description = "Which preset's rows to take, where the first table has several")
  private @Nullable String presetA;

  @Option(
      names = "--only-preset-b",
      paramLabel = "NAME",
      description = "Which preset's rows to take, where the second table has several")
  private @Nullable String presetB;

  @Mixin private TruthOptions truth = new TruthOptions();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Folder for compare.json and compare.html")
  private @Nullable String report;

  @Option(names = "--overwrite", description = "Replace the folder once the run has succeeded")
  private boolean overwrite;

  @Mixin private SparkOptions sparkOptions = new SparkOptions();

  @Override
  public Integer call() throws IOException {
    TruthSettings settings =
        Settings.checked(spec, () -> truth.settings(ModelSettings.IMAGENET, Optional.empty()));
    Optional<ReportSettings> place =
        Settings.checked(
            spec, () -> Optional.ofNullable(report).map(r -> new ReportSettings(r, overwrite)));
    try (SparkSession spark = sparkOptions.open("compare")) {
      CompareJob job = new CompareJob(spark, settings);
      ComparisonReport compared =
          job.run(
              job.open(a, choice(modelA, presetA, "-a")),
              job.open(b, choice(modelB, presetB, "-b")),
              place);
      spec.commandLine().getOut().print(compared.text());
      if (report != null) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-11s %s%n", "Report", report);
      }
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private static RunChoice choice(@Nullable String model, @Nullable String preset, String suffix) {
    return new RunChoice(Optional.ofNullable(model), Optional.ofNullable(preset), suffix);
  }
}
