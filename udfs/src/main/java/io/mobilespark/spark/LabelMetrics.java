// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.device.DeviceTimes;
import io.mobilespark.device.GpuUse;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.inference.StageTimes.Stage;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;

/**
 * What tasks report while they run, as accumulators: for progress, for times per stage, and for
 * Spark's SQL tab. A task that is tried again counts twice here, so counts of rows are taken from
 * the table instead.
 */
public final class LabelMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The accumulator that counts pictures done, by name. */
  public static final String PICTURES = "pictures done";

  private final SQLMetric pictures;
  private final SQLMetric bytes;
  private final SQLMetric batches;
  private final SQLMetric batchPlaces;
  private final SQLMetric modelLoads;
  private final SQLMetric deviceQueue;
  private final SQLMetric turnsIgnored;
  private final Map<RejectionReason, SQLMetric> rejected = new EnumMap<>(RejectionReason.class);
  private final Map<Stage, SQLMetric> stageNanos = new EnumMap<>(Stage.class);
  private final Rejections rejections = new Rejections();
  private final DeviceMetrics device;
  private final DeviceNotes deviceNotes = new DeviceNotes();
  private final GpuUses gpuUses = new GpuUses();
  private final LeftOutNames leftOut = new LeftOutNames();

  /** Registers the accumulators with a context. */
  public LabelMetrics(SparkContext spark) {
    pictures = SQLMetrics.createMetric(spark, PICTURES);
    bytes = SQLMetrics.createSizeMetric(spark, "encoded pictures", -1);
    batches = SQLMetrics.createMetric(spark, "picture batches");
    batchPlaces = SQLMetrics.createMetric(spark, "places in picture batches");
    turnsIgnored = SQLMetrics.createMetric(spark, "pictures whose EXIF turn was ignored");
    modelLoads = SQLMetrics.createMetric(spark, "model loads");
    deviceQueue =
        SQLMetrics.createNanoTimingMetric(spark, "time that pictures waited for a device", -1);
    for (RejectionReason reason : RejectionReason.values()) {
      rejected.put(reason, SQLMetrics.createMetric(spark, "rejected pictures, " + reason));
    }
    for (Stage stage : Stage.values()) {
      stageNanos.put(stage, SQLMetrics.createNanoTimingMetric(spark, "time to " + name(stage), -1));
    }
    spark.register(rejections, "mobilespark.rejections");
    device = new DeviceMetrics(spark);
    spark.register(deviceNotes, "mobilespark.deviceNotes");
    spark.register(gpuUses, "mobilespark.gpus");
    spark.register(leftOut, "mobilespark.leftOut");
  }

  /** For the operator that shows them, by keys of their own. */
  public Map<String, SQLMetric> byName() {
    Map<String, SQLMetric> metrics = new LinkedHashMap<>();
    metrics.put("pictures", pictures);
    rejected.forEach((reason, metric) -> metrics.put("rejected" + reason, metric));
    metrics.put("batches", batches);
    metrics.put("batchPlaces", batchPlaces);
    metrics.put("bytes", bytes);
    metrics.put("modelLoads", modelLoads);
    stageNanos.forEach((stage, metric) -> metrics.put(name(stage) + "Time", metric));
    metrics.put("deviceQueueTime", deviceQueue);
    metrics.put("turnsIgnored", turnsIgnored);
    return metrics;
  }

  void encoded(long encodedBytes) {
    bytes.add(encodedBytes);
  }

  void batch(int rows, int places) {
    pictures.add(rows);
    batches.add(1L);
    batchPlaces.add(places);
  }

  void rejected(Rejected picture) {
    Objects.requireNonNull(rejected.get(picture.reason())).add(1L);
    rejections.add(picture);
  }

  void turnIgnored() {
    turnsIgnored.add(1L);
  }

  /** Pictures whose file says that they are to be turned, and were not. Read on the driver. */
  public long turnsIgnored() {
    return turnsIgnored.value();
  }

  void stage(Stage stage, long nanos) {
    Objects.requireNonNull(stageNanos.get(stage)).add(nanos);
  }

  void loads(long models) {
    modelLoads.add(models);
  }

  void device(DeviceTimes times, String note) {
    device.add(times);
    deviceQueue.add(times.queueNanos());
    if (!note.isEmpty()) {
      deviceNotes.add(note);
    }
  }

  void leftOut(LeftOut names) {
    leftOut.add(names);
  }

  /** What shards hold besides pictures, of each task that succeeded once. Read on the driver. */
  public LeftOut leftOut() {
    return leftOut.value();
  }

  void gpus(GpuUse use) {
    gpuUses.add(use);
  }

  /** The driver's figures of the GPUs. Read on the driver of Spark. */
  public GpuUse gpus() {
    return gpuUses.value();
  }

  /** Batches of devices that tasks share: fill, waits, halvings. Read on the driver. */
  public DeviceTimes device() {
    return device.sum();
  }

  /** Why executors took the CPU where they were free to choose. Read on the driver. */
  public Set<String> deviceNotes() {
    return deviceNotes.value();
  }

  /** Seconds in each stage, summed over tasks. Read on the driver. */
  public Map<Stage, Double> stageSeconds() {
    Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    stageNanos.forEach((stage, total) -> seconds.put(stage, total.value() / 1e9));
    return seconds;
  }

  /** How many times an executor loaded a model. Read on the driver. */
  public long modelLoads() {
    return modelLoads.value();
  }

  /** Bytes of encoded pictures. Read on the driver. */
  public long bytes() {
    return bytes.value();
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
