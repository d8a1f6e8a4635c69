// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.ReportSettings;
import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.jobs.evaluation.ComparedTables;
import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluator;
import io.mobilespark.jobs.evaluation.PairedBootstrap;
import io.mobilespark.jobs.evaluation.PredictionTable;
import io.mobilespark.jobs.evaluation.RunChoice;
import io.mobilespark.jobs.evaluation.Truth;
import io.mobilespark.jobs.evaluation.TruthSource;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.report.ComparisonReport;
import io.mobilespark.labels.ClassList;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Judges two tables over the same pictures and says whether they differ by more than chance. */
public final class CompareJob {
  private final SparkSession spark;
  private final Configuration hadoop;
  private final TruthSource truth;
  private final TruthSettings truthSettings;

  /** A job on a session, which stays the caller's. */
  public CompareJob(SparkSession spark, TruthSettings truth) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.truth = new TruthSource(spark, truth);
    this.truthSettings = truth;
  }

  /**
   * Compares.
   *
   * @param report where to write, if anywhere
   * @throws MobileSparkException when the tables count classes differently, or cannot be judged
   */
  public ComparisonReport run(
      PredictionTable a, PredictionTable b, Optional<ReportSettings> report) {
    Optional<ReportFolder> folder = report.map(settings -> folder(settings, a, b));
    try {
      RunModel modelA = RunModel.of(a, hadoop);
      RunModel modelB = RunModel.of(b, hadoop);
      if (modelA.hasLabels() != modelB.hasLabels()) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s is of independent labels and %s is not: no figure is the same for both",
                modelA.hasLabels() ? a.uri() : b.uri(),
                modelA.hasLabels() ? b.uri() : a.uri()));
      }
      ClassList known = JudgedTable.classes(a, modelA, truth);
      ClassList classes = a.counting(known);
      if (b.counting(known).size() != classes.size()) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s counts a background class and %s does not, or the other way round",
                a.uri(),
                b.uri()));
      }
      boolean labels = modelA.hasLabels();
      Truth read = labels ? truth.readLabelSets(classes) : truth.read(classes);
      float threshold = truthSettings.threshold();
      ComparedTables tables =
          labels
              ? Evaluator.compareLabels(read, a, b, classes, threshold)
              : Evaluator.compare(read, a, b, classes);
      ComparisonReport compared =
          new ComparisonReport(
              labels ? Optional.of(threshold) : Optional.empty(),
              EvaluatedRun.of(a, modelA.weightsSha256(), read),
              EvaluatedRun.of(b, modelB.weightsSha256(), read),
              tables.comparison(),
              PairedBootstrap.DEFAULT,
              tables.matches(),
              tables.chances());
      folder.ifPresent(
          place -> {
            place.write("compare.json", compared.json());
            place.write("compare.html", compared.html());
            place.commit();
          });
      return compared;
    } finally {
      folder.ifPresent(ReportFolder::close);
    }
  }

  private ReportFolder folder(ReportSettings settings, PredictionTable a, PredictionTable b) {
    OutputGuard guard =
        OutputGuard.of("--report", settings.uri(), hadoop)
            .reads(truthSettings)
            .reads("the first table", a.uri())
            .reads("the second table", b.uri());
    return ReportFolder.open(settings, guard, hadoop);
  }

  /** Opens a table; see {@link PredictionTable#open}. */
  public PredictionTable open(String uri, RunChoice choice) {
    return PredictionTable.open(spark, uri, choice);
  }
}
