// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.embed;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.EmbedSettings;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.PictureJob;
import io.mobilespark.jobs.run.RunSummary;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Writes the pooled features of pictures: one row of numbers per picture. */
public final class EmbedJob {
  private final SparkSession spark;
  private final EmbedSettings settings;

  /** A job on a session, which stays the caller's. */
  public EmbedJob(SparkSession spark, EmbedSettings settings) {
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
    OutputGuard guard =
        OutputGuard.of(
            "--output", settings.run().output().uri(), spark.sparkContext().hadoopConfiguration());
    return new PictureJob(spark, settings.run(), guard.reads(settings.model()))
        .run(() -> prepared(progress), arguments, progress);
  }

  private FeatureInference prepared(ProgressListener progress) {
    FeatureInference prepared = FeatureInference.prepare(spark, settings);
    progress.note(prepared.base().summary());
    return prepared;
  }
}
