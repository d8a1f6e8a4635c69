// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.device.DeviceTimes;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** What tasks saw of devices that they share, as accumulators. */
final class DeviceMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LongAccumulator pictures;
  private final LongAccumulator queueNanos;
  private final LongAccumulator batches;
  private final LongAccumulator batchPictures;
  private final LongAccumulator batchPlaces;
  private final LongAccumulator halvings;
  private final LongAccumulator openNanos;
  private final LongAccumulator busyNanos;

  DeviceMetrics(SparkContext spark) {
    pictures = spark.longAccumulator("mobilespark.device.pictures");
    queueNanos = spark.longAccumulator("mobilespark.device.queueNanos");
    batches = spark.longAccumulator("mobilespark.device.batches");
    batchPictures = spark.longAccumulator("mobilespark.device.batchPictures");
    batchPlaces = spark.longAccumulator("mobilespark.device.batchPlaces");
    halvings = spark.longAccumulator("mobilespark.device.halvings");
    openNanos = spark.longAccumulator("mobilespark.device.openNanos");
    busyNanos = spark.longAccumulator("mobilespark.device.busyNanos");
  }

  void add(DeviceTimes times) {
    pictures.add(times.pictures());
    queueNanos.add(times.queueNanos());
    batches.add(times.batches());
    batchPictures.add(times.batchPictures());
    batchPlaces.add(times.batchPlaces());
    halvings.add(times.halvings());
    openNanos.add(times.openNanos());
    busyNanos.add(times.busyNanos());
  }

  DeviceTimes sum() {
    return new DeviceTimes(
        pictures.value(),
        queueNanos.value(),
        batches.value(),
        batchPictures.value(),
        batchPlaces.value(),
        halvings.value(),
        openNanos.value(),
        busyNanos.value());
  }
}
