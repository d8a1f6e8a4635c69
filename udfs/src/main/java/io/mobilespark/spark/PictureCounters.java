package io.mobilespark.spark;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.StageTimes.Stage;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the tasks of this JVM have done since it began, failed attempts included: for Spark's
 * metrics system. Grows batch by batch, from any number of threads.
 */
final class PictureCounters {
  private static final PictureCounters HERE = new PictureCounters();

  private final Map<String, Counter> byName = new TreeMap<>();
  private final Counter pictures = counter("pictures");
  private final Counter bytes = counter("bytes");
  private final Counter batches = counter("batches");
  private final Counter batchPlaces = counter("batchPlaces");
  private final Counter modelLoads = counter("modelLoads");
  private final Counter deviceQueueNanos = counter("deviceQueueNanos");
  private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);
  private final Map<Stage, Counter> stageNanos = new EnumMap<>(Stage.class);

  PictureCounters() {
    for (RejectionReason reason : RejectionReason.values()) {
      rejected.put(reason, counter("rejected." + reason));
    }
    for (Stage stage : Stage.values()) {
      stageNanos.put(stage, counter("stageNanos." + stage.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Those of this JVM. */
  static PictureCounters here() {
    return HERE;
  }

  private Counter counter(String name) {
    Counter counter = new Counter();
    byName.put(name, counter);
    return counter;
  }

  /** Shows all of them in a registry. */
  void register(MetricRegistry registry) {
    byName.forEach(registry::register);
  }

  /**
   * A batch is done.
   *
   * @param rows pictures in it
   * @param places pictures that would have filled it
   */
  void batch(int rows, int places) {
    pictures.inc(rows);
    batches.inc();
    batchPlaces.inc(places);
  }

  void encoded(long encodedBytes) {
    bytes.inc(encodedBytes);
  }

  void rejected(RejectionReason reason) {
    Objects.requireNonNull(rejected.get(reason)).inc();
  }

  void stage(Stage stage, long nanos) {
    Objects.requireNonNull(stageNanos.get(stage)).inc(nanos);
  }

  void loads(long models) {
    modelLoads.inc(models);
  }

  void device(DeviceTimes times) {
    deviceQueueNanos.inc(times.queueNanos());
  }
}
