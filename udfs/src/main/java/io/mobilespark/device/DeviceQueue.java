// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Pictures on their way to the device, in order of arrival: says when a batch is due and whether
 * there is room. Holds no lock and reads no clock: whoever uses it does. Moments are in nanoseconds
 * and may wrap around, as those of {@link System#nanoTime()} do.
 */
final class DeviceQueue<T> {
  private final long maxWaitNanos;
  private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
  private int maxPictures;
  private int batchPictures;

  private record Waiting<T>(T picture, long sinceNanos) {}

  DeviceQueue(int maxPictures, int batchPictures, long maxWaitNanos) {
    this.maxPictures = maxPictures;
    this.batchPictures = batchPictures;
    this.maxWaitNanos = maxWaitNanos;
  }

  int size() {
    return waiting.size();
  }

  boolean hasRoom() {
    return waiting.size() < maxPictures;
  }

  /** Pictures of a full batch, at present. */
  int batchPictures() {
    return batchPictures;
  }

  /**
   * From now on batches are full with fewer pictures, and as many batches wait at most as before:
   * more would make pictures wait longer.
   */
  void fillTo(int pictures) {
    maxPictures = Math.max(1, maxPictures / batchPictures) * pictures;
    batchPictures = pictures;
  }

  void add(T picture, long nowNanos) {
    if (!hasRoom()) {
      throw new IllegalStateException("The queue is full: " + waiting.size() + " pictures");
    }
    waiting.add(new Waiting<>(picture, nowNanos));
  }

  /** Whether a batch is full, or its oldest picture has waited long enough. */
  boolean isDue(long nowNanos) {
    return nanosUntilDue(nowNanos) <= 0;
  }

  /** How long until a batch is due even if nothing arrives; for ever when nothing waits. */
  long nanosUntilDue(long nowNanos) {
    Waiting<T> oldest = waiting.peek();
    if (oldest == null) {
      return Long.MAX_VALUE;
    }
    return waiting.size() >= batchPictures ? 0 : maxWaitNanos - (nowNanos - oldest.sinceNanos);
  }

  /** Takes the oldest pictures, at most a full batch. */
  List<T> take() {
    List<T> batch = new ArrayList<>(Math.min(batchPictures, waiting.size()));
    while (batch.size() < batchPictures && !waiting.isEmpty()) {
      batch.add(waiting.remove().picture);
    }
    return batch;
  }

  void removeIf(Predicate<T> unwanted) {
    waiting.removeIf(entry -> unwanted.test(entry.picture));
  }
}
