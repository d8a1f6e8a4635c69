// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.sql;

import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.InferredBatch;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.spark.BatchObserver;
import io.mobilespark.spark.StageSteps;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;

/**
 * What the operator shows in the SQL tab.
 *
 * @param pictures inferred or rejected
 * @param rejected of them, rows with a reason, by reason
 * @param batches given to the networks
 * @param bytes of encoded pictures
 * @param loads of models by executors
 * @param nanos time a stage, summed over tasks
 */
record EvalMetrics(
    SQLMetric pictures,
    EnumMap<RejectionReason, SQLMetric> rejected,
    SQLMetric batches,
    SQLMetric bytes,
    SQLMetric loads,
    EnumMap<Stage, SQLMetric> nanos)
    implements Serializable {

  static EvalMetrics of(SparkContext spark) {
    EnumMap<Stage, SQLMetric> nanos = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      if (stage != Stage.READ && stage != Stage.RANK) {
        nanos.put(stage, SQLMetrics.createNanoTimingMetric(spark, name(stage), -1));
      }
    }
    EnumMap<RejectionReason, SQLMetric> rejected = new EnumMap<>(RejectionReason.class);
    for (RejectionReason reason : RejectionReason.values()) {
      rejected.put(reason, SQLMetrics.createMetric(spark, "rejected pictures, " + reason));
    }
    return new EvalMetrics(
        SQLMetrics.createMetric(spark, "pictures"),
        rejected,
        SQLMetrics.createMetric(spark, "picture batches"),
        SQLMetrics.createSizeMetric(spark, "encoded pictures", -1),
        SQLMetrics.createMetric(spark, "model loads"),
        nanos);
  }

  Map<String, SQLMetric> byName() {
    Map<String, SQLMetric> metrics = new LinkedHashMap<>();
    metrics.put("pictures", pictures);
    rejected.forEach((reason, metric) -> metrics.put("rejected" + reason, metric));
    metrics.put("batches", batches);
    metrics.put("bytes", bytes);
    metrics.put("modelLoads", loads);
    nanos.forEach(
        (stage, metric) -> metrics.put(stage.name().toLowerCase(Locale.ROOT) + "Time", metric));
    return metrics;
  }

  /** Adds what one task reports. */
  BatchObserver observer() {
    return new BatchObserver() {
      private final StageSteps steps = new StageSteps();

      @Override
      public void opened(long loaded) {
        loads.add(loaded);
      }

      @Override
      public void inferred(InferredBatch batch, long encodedBytes, StageTimes times) {
        pictures.add(batch.rows());
        batch
            .rejected()
            .forEach(picture -> Objects.requireNonNull(rejected.get(picture.reason())).add(1L));
        batches.add(1);
        bytes.add(encodedBytes);
        steps.tell(
            times,
            (stage, grown) -> {
              SQLMetric metric = nanos.get(stage);
              if (metric != null) {
                metric.add(grown);
              }
            });
      }
    };
  }

  private static String name(Stage stage) {
    return "time to "
        + switch (stage) {
          case READ -> "read";
          case BATCH -> "batch";
          case DECODE -> "decode";
          case PREPROCESS -> "preprocess";
          case INFER -> "infer";
          case RANK -> "rank";
        };
  }
}
