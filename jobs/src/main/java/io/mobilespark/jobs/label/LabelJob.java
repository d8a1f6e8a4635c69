// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.label;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.FollowSettings;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.follow.FollowJob;
import io.mobilespark.jobs.follow.FollowSummary;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.PictureJob;
import io.mobilespark.jobs.run.RunSummary;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Labels pictures: one row of ranked classes per picture and model. */
public final class LabelJob {
  private final SparkSession spark;
  private final LabelSettings settings;
  private final boolean allLabels;

  /** A job on a session, which stays the caller's. */
  public LabelJob(SparkSession spark, LabelSettings settings) {
    this(spark, settings, false);
  }

  private LabelJob(SparkSession spark, LabelSettings settings, boolean allLabels) {
    this.spark = spark;
    this.settings = settings;
    this.allLabels = allLabels;
  }

  /** The same that keeps all labels of a picture where a model's are independent. */
  public LabelJob keepingAllLabels() {
    return new LabelJob(spark, settings, true);
  }

  /**
   * Runs the job.
   *
   * @param arguments as given, for the run's manifest
   * @param progress told of every picture done
   * @throws MobileSparkException when the settings do not fit what is there
   */
  public RunSummary run(List<String> arguments, ProgressListener progress) {
    return new PictureJob(spark, settings.run(), guard())
        .run(() -> prepared(progress::note), arguments, progress);
  }

  /**
   * Labels what arrives, until it is told to end.
   *
   * @param told a line per batch
   * @param end takes what the table holds then
   * @throws MobileSparkException when the settings do not fit what is there, or a batch fails
   */
  public void follow(FollowSettings follow, PrintStream told, Consumer<FollowSummary> end) {
    OutputGuard guard = guard().reads("--input", follow.input());
    guard.requireNotWithin("--input", follow.input());
    new FollowJob(spark, follow, guard, told)
        .run(() -> prepared(told::println), end);
  }

  private Classification prepared(Consumer<String> told) {
    Classification asked = Classification.prepare(spark, settings);
    Classification prepared = allLabels ? asked.keepingAllLabels() : asked;
    prepared.models().forEach(model -> told.accept(model.summary()));
    return prepared;
  }

  private OutputGuard guard() {
    OutputGuard guard =
        OutputGuard.of(
            "--output", settings.output().uri(), spark.sparkContext().hadoopConfiguration());
    settings.models().forEach(guard::reads);
    return guard;
  }
}
