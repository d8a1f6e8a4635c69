// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.benchmark.WholeRun.Timed;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.label.LabelJob;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.run.RunSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * A run of {@code label}, timed from where the first picture may be read.
 *
 * @param spark the caller's
 * @param settings with an output that every run replaces
 */
record LabelRun(SparkSession spark, LabelSettings settings)
    implements Function<ProgressListener, Timed> {
  @Override
  public Timed apply(ProgressListener progress) {
    RunSummary run = new LabelJob(spark, settings).run(List.of("benchmark"), progress);
    double seconds = run.times().workSeconds();
    double writing = run.manifest().seconds();
    Map<String, Double> coreSeconds = new LinkedHashMap<>(run.manifest().stageSeconds());
    double inTasks = coreSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    coreSeconds.put("write and wait", run.times().cores() * writing - inTasks);
    coreSeconds.put("check and commit", run.times().cores() * (seconds - writing));
    return new Timed(run.manifest().pictures(), seconds, coreSeconds);
  }
}
