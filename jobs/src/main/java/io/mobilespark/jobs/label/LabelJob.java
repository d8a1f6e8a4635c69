package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.PictureJob;
import io.mobilespark.jobs.run.RunSummary;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Labels pictures: one row of ranked classes per picture and model. */
public final class LabelJob {
  private final SparkSession spark;
  private final LabelSettings settings;

  /** A job on a session, which stays the caller's. */
  public LabelJob(SparkSession spark, LabelSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * Runs the job.
   *
   * @param arguments as given, for the run's manifest
   * @param progress told of every picture done
   * @throws MobileSparkException when the settings do not fit what is there
   */
  public RunSummary run(List<String> arguments, ProgressListener progress) {
    return new PictureJob(spark, settings.run())
        .run(() -> Classification.prepare(spark, settings), arguments, progress);
  }
}
