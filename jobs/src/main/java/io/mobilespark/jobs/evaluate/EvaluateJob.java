// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.ReportSettings;
import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.jobs.evaluation.PredictionTable;
import io.mobilespark.jobs.evaluation.RunChoice;
import io.mobilespark.jobs.evaluation.TruthSource;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.AccuracyReport;
import io.mobilespark.jobs.report.EvaluationJson;
import io.mobilespark.jobs.report.EvaluationPage;
import io.mobilespark.jobs.report.EvaluationReport;
import io.mobilespark.jobs.report.LabelJson;
import io.mobilespark.jobs.report.LabelPage;
import io.mobilespark.jobs.report.LabelReport;
import io.mobilespark.jobs.report.ProgressListener;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Judges a table of predictions, or pictures that it labels first, and writes the report. */
public final class EvaluateJob {
  /** The name of the table below the report, when pictures were labelled for it. */
  static final String PREDICTIONS = "predictions";

  private final SparkSession spark;
  private final Configuration hadoop;
  private final TruthSource truth;
  private final ReportSettings settings;
  private final OutputGuard guard;

  /** A job on a session, which stays the caller's. */
  public EvaluateJob(SparkSession spark, TruthSettings truth, ReportSettings settings) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.truth = new TruthSource(spark, truth);
    this.settings = settings;
    this.guard = OutputGuard.of("--report", settings.uri(), hadoop).reads(truth);
  }

  /**
   * Judges a table.
   *
   * @param choice whose rows to take, where the table has several runs
   * @throws io.mobilespark.MobileSparkException when table and truth cannot be judged
   */
  public AccuracyReport table(String uri, RunChoice choice) {
    guard.reads("--predictions", uri);
    try (ReportFolder folder = ReportFolder.open(settings, guard, hadoop)) {
      return report(PredictionTable.open(spark, uri, choice), uri, folder);
    }
  }

  /**
   * Labels pictures and judges the table, which stays below the report.
   *
   * @param label what to label; its output is not used
   * @param arguments as given, for the manifest of the run
   * @throws io.mobilespark.MobileSparkException when the truth cannot be read, before any work; and
   *     as {@link #table}
   */
  public AccuracyReport pictures(
      LabelSettings label, List<String> arguments, ProgressListener progress) {
    label.models().forEach(guard::reads);
    guard.reads(label.source());
    try (ReportFolder folder = ReportFolder.open(settings, guard, hadoop)) {
      JudgedTable.requireReadable(truth);
      String table = folder.staged(PREDICTIONS).toString();
      LabelSettings own = label.into(table);
      new LabelJob(spark, own).keepingAllLabels().run(arguments, progress);
      PredictionTable predictions = PredictionTable.open(spark, table, RunChoice.only());
      return report(predictions, folder.target(PREDICTIONS).toString(), folder);
    }
  }

  private AccuracyReport report(PredictionTable table, String name, ReportFolder folder) {
    JudgedTable judged = JudgedTable.of(table, name, truth, hadoop);
    AccuracyReport report = judged.report();
    if (report instanceof LabelReport labels) {
      folder.write("report.json", LabelJson.of(labels));
      folder.write("report.html", LabelPage.html(labels));
    } else if (report instanceof EvaluationReport classes) {
      folder.write("report.json", EvaluationJson.of(classes));
      folder.write(
          "report.html",
          EvaluationPage.html(classes, judged.mistakes(new MistakePictures(hadoop))));
    }
    folder.commit();
    return report;
  }
}
