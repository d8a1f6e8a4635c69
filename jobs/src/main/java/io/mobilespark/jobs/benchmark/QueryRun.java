// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.benchmark.WholeRun.Timed;
import io.mobilespark.jobs.config.LabelSettings;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.sql.Setting;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What {@code label} does to a table of pictures, said in SQL. Timed is the action: planning the
 * query, running it, and committing its table; not the view, as {@code label}'s listing is not.
 *
 * @param spark with MobileSpark's functions; stays the caller's
 * @param settings of the label run that it stands beside
 * @param relation what stands behind FROM, with the columns {@code path} and {@code content}
 * @param output a folder that every run replaces
 */
record QueryRun(SparkSession spark, LabelSettings settings, String relation, String output)
    implements Function<ProgressListener, Timed> {
  @Override
  public Timed apply(ProgressListener progress) {
    SparkSession session = spark.newSession();
    ModelSettings model = settings.models().get(0);
    configuration(model).forEach((key, value) -> session.conf().set(key.sessionKey(), value));
    Dataset<Row> rows =
        session.sql(
            String.format(
                Locale.ROOT,
                "SELECT path, c.*, '%s' AS model, '%s' AS preset FROM"
                    + " (SELECT path, mobilenet_classify(content) AS c FROM %s)",
                model.choice().summary(),
                model.preset().orElse(""),
                relation));
    TaskTimes tasks = new TaskTimes();
    spark.sparkContext().addSparkListener(tasks);
    try {
      long start = System.nanoTime();
      rows.write()
          .mode("overwrite")
          .option("compression", settings.output().compression().name().toLowerCase(Locale.ROOT))
          .parquet(output);
      double seconds = (System.nanoTime() - start) / 1e9;
      Map<String, Double> coreSeconds = tasks.seconds();
      double inTasks = coreSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
      int cores = spark.sparkContext().defaultParallelism();
      coreSeconds.put("read, write and wait", cores * seconds - inTasks);
      return new Timed(session.read().parquet(output).count(), seconds, coreSeconds);
    } finally {
      spark.sparkContext().removeSparkListener(tasks);
    }
  }

  private Map<Setting, String> configuration(ModelSettings model) {
    Map<Setting, String> values = new LinkedHashMap<>();
    values.put(Setting.MODEL, model.choice().model().orElse(""));
    values.put(Setting.ALPHA, model.choice().alpha().map(String::valueOf).orElse(""));
    values.put(Setting.RESOLUTION, model.choice().resolution().map(String::valueOf).orElse(""));
    values.put(Setting.WEIGHTS, model.weights());
    values.put(Setting.CLASSES, model.classes());
    values.put(Setting.PRESET, model.preset().orElse(""));
    values.put(Setting.HEAD, model.head().orElse(""));
    values.put(Setting.PRECISION, model.precision().toString());
    values.put(Setting.SIGNATURE, model.reading().signature().orElse(""));
    values.put(Setting.OUTPUT_NAME, model.reading().outputName().orElse(""));
    values.put(Setting.INPUT_RANGE, model.reading().range().map(String::valueOf).orElse(""));
    values.put(Setting.ACTIVATION, model.reading().activation().map(String::valueOf).orElse(""));
    values.put(Setting.TOP_K, String.valueOf(settings.topK()));
    values.put(Setting.BATCH_ROWS, String.valueOf(settings.batch().maxRows()));
    values.put(Setting.BATCH_BYTES, String.valueOf(settings.batch().maxBytes()));
    return values;
  }

  /** What the operator's metrics say of its tasks. */
  private static final class TaskTimes extends SparkListener {
    private static final String METRIC = "time to ";

    private final Map<String, Double> byStage = new LinkedHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      synchronized (byStage) {
        CollectionConverters.asJava(task.taskInfo().accumulables())
            .forEach(
                metric -> {
                  String name = metric.name().getOrElse(() -> "");
                  if (name.startsWith(METRIC) && metric.update().isDefined()) {
                    byStage.merge(
                        name.substring(METRIC.length()),
                        Long.parseLong(metric.update().get().toString()) / 1e9,
                        Double::sum);
                  }
                });
      }
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd job) {
      ended.countDown();
    }

    /** Of the one job, once all has been told. */
    Map<String, Double> seconds() {
      try {
        if (!ended.await(1, TimeUnit.MINUTES)) {
          throw new MobileSparkException("Spark told of no job's end within a minute");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MobileSparkException("interrupted while a query was measured", e);
      }
      synchronized (byStage) {
        return new LinkedHashMap<>(byStage);
      }
    }
  }
}
