// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.config.ReportSettings;
import io.mobilespark.jobs.config.TruthSettings;
import io.mobilespark.jobs.evaluation.PredictionTable;
import io.mobilespark.jobs.evaluation.TruthSource;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.AccuracyReport;
import io.mobilespark.jobs.report.ModelComparison;
import io.mobilespark.jobs.report.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Labels pictures by several models in one pass and sets their accuracies side by side. */
public final class TableJob {
  private final SparkSession spark;
  private final Configuration hadoop;
  private final TruthSource truth;
  private final ReportSettings settings;
  private final OutputGuard guard;

  /** A job on a session, which stays the caller's. */
  public TableJob(SparkSession spark, TruthSettings truth, ReportSettings settings) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.truth = new TruthSource(spark, truth);
    this.settings = settings;
    this.guard = OutputGuard.of("--report", settings.uri(), hadoop).reads(truth);
  }

  /**
   * Labels pictures by every model, judges each, and writes {@code table.json}, {@code table.md}
   * and the predictions into the report's folder.
   *
   * @param label what to label; its output is not used
   * @param arguments as given, for the manifest of the run
   * @throws io.mobilespark.MobileSparkException when predictions and truth cannot be judged
   */
  public ModelComparison pictures(
      LabelSettings label, List<String> arguments, ProgressListener progress) {
    label.models().forEach(guard::reads);
    guard.reads(label.source());
    try (ReportFolder folder = ReportFolder.open(settings, guard, hadoop)) {
      JudgedTable.requireReadable(truth);
      String table = folder.staged(EvaluateJob.PREDICTIONS).toString();
      LabelSettings own = label.into(table);
      new LabelJob(spark, own).keepingAllLabels().run(arguments, progress);
      List<AccuracyReport> reports = new ArrayList<>();
      for (PredictionTable each : PredictionTable.all(spark, table)) {
        reports.add(JudgedTable.of(each, each.uri(), truth, hadoop).report());
      }
      ModelComparison comparison = ModelComparison.of(reports);
      folder.write("table.json", comparison.json());
      folder.write("table.md", comparison.markdown());
      folder.commit();
      return comparison;
    }
  }
}
