// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.device.GpuMonitor.Figure;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.StageTimes.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the tasks of this JVM have done since it began, failed attempts included: for Spark's
 * metrics system. Grows batch by batch, from any number of threads.
 */
final class PictureCounters {
  private static final PictureCounters HERE = new PictureCounters();

  // Guarded by this object.
  private final Map<String, Metric> byName = new TreeMap<>();
  private final List<MetricRegistry> shown = new ArrayList<>();
  private final Counter pictures = counter("pictures");
  private final Counter bytes = counter("bytes");
  private final Counter batches = counter("batches");
  private final Counter batchPlaces = counter("batchPlaces");
  private final Counter modelLoads = counter("modelLoads");
  private final Counter deviceQueueNanos = counter("deviceQueueNanos");
  private final Counter deviceBusyNanos = counter("deviceBusyNanos");
  private final Counter deviceBatches = counter("deviceBatches");
  private final Counter deviceBatchPictures = counter("deviceBatchPictures");
  private final Counter deviceBatchPlaces = counter("deviceBatchPlaces");
  private final Counter deviceHalvings = counter("deviceHalvings");
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

  /** Shows all of them in a registry, until it is forgotten. */
  synchronized void register(MetricRegistry registry) {
    byName.forEach(registry::register);
    shown.add(registry);
  }

  /** The registry's owner ends. */
  synchronized void forget(MetricRegistry registry) {
    shown.removeIf(known -> known == registry);
  }

  /**
   * Shows the driver's figures of a GPU from now on; one that it does not tell is no number.
   *
   * @param gpu as this process numbers those it sees
   * @param latest its figures
   */
  synchronized void gpu(int gpu, Function<Figure, OptionalLong> latest) {
    for (Figure figure : Figure.values()) {
      String name = String.format(Locale.ROOT, "gpu%d.%s", gpu, shownAs(figure));
      Gauge<Double> gauge = () -> number(latest.apply(figure));
      if (byName.putIfAbsent(name, gauge) == null) {
        shown.forEach(registry -> registry.register(name, gauge));
      }
    }
  }

  private static double number(OptionalLong figure) {
    return figure.isPresent() ? figure.getAsLong() : Double.NaN;
  }

  private static String shownAs(Figure figure) {
    return switch (figure) {
      case UTILISATION -> "utilisation";
      case MEMORY_UTILISATION -> "memoryUtilisation";
      case MEMORY_USED -> "memoryUsedMib";
      case MEMORY -> "memoryMib";
    };
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
    deviceBusyNanos.inc(times.busyNanos());
    deviceBatches.inc(times.batches());
    deviceBatchPictures.inc(times.batchPictures());
    deviceBatchPlaces.inc(times.batchPlaces());
    deviceHalvings.inc(times.halvings());
  }
}
