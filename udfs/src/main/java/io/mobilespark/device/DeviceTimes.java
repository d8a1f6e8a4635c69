// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

/**
 * What one task saw of the device. A batch of several tasks is counted by the one whose picture
 * stands first in it, so that sums over tasks count every batch once.
 *
 * @param pictures that the device computed for the task
 * @param queueNanos that they waited for their batches to start, summed
 * @param batches counted by the task
 * @param batchPictures pictures in them, of any task
 * @param batchPlaces pictures that would have filled them
 * @param halvings times that a batch did not fit into the device's memory
 * @param openNanos that the task took to open networks, with a first batch and what is compiled
 * @param busyNanos in which the device had a batch or more, counted by the task
 */
public record DeviceTimes(
    long pictures,
    long queueNanos,
    long batches,
    long batchPictures,
    long batchPlaces,
    long halvings,
    long openNanos,
    long busyNanos) {

  /** Nothing yet. */
  public static final DeviceTimes NONE = new DeviceTimes(0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public DeviceTimes plus(DeviceTimes other) {
    return new DeviceTimes(
        pictures + other.pictures,
        queueNanos + other.queueNanos,
        batches + other.batches,
        batchPictures + other.batchPictures,
        batchPlaces + other.batchPlaces,
        halvings + other.halvings,
        openNanos + other.openNanos,
        busyNanos + other.busyNanos);
  }

  /** Of a task that opened networks. */
  public static DeviceTimes opening(long nanos) {
    return new DeviceTimes(0, 0, 0, 0, 0, 0, nanos, 0);
  }

  static DeviceTimes picture(long queueNanos) {
    return new DeviceTimes(1, queueNanos, 0, 0, 0, 0, 0, 0);
  }

  static DeviceTimes batch(int pictures, int places) {
    return new DeviceTimes(0, 0, 1, pictures, places, 0, 0, 0);
  }

  static DeviceTimes halving() {
    return new DeviceTimes(0, 0, 0, 0, 0, 1, 0, 0);
  }

  static DeviceTimes busy(long nanos) {
    return new DeviceTimes(0, 0, 0, 0, 0, 0, 0, nanos);
  }
}
