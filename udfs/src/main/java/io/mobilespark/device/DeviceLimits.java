// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.time.Duration;
import java.util.Locale;

/**
 * Bounds of a device's queue.
 *
 * @param batchPictures pictures of a full batch, 1 or more
 * @param maxWait how long a picture may wait for its batch to fill
 * @param maxQueuedBytes of samples that wait for the device; with two batches or fewer of them, no
 *     picture waits longer than {@code maxWait} and one batch
 * @param batchesInFlight batches that are copied or computed at once, 1 or more; two overlap the
 *     copy of one with the computation of the other
 */
public record DeviceLimits(
    int batchPictures, Duration maxWait, long maxQueuedBytes, int batchesInFlight) {

  private static final Duration DEFAULT_WAIT = Duration.ofMillis(20);
  private static final int DEFAULT_IN_FLIGHT = 2;

  /** Checks all four. */
  public DeviceLimits {
    if (batchPictures < 1) {
      throw new IllegalArgumentException("A device batch has 1 picture or more: " + batchPictures);
    }
    if (maxWait.isNegative()) {
      throw new IllegalArgumentException("maxWait is 0 or more: " + maxWait);
    }
    if (batchesInFlight < 1) {
      throw new IllegalArgumentException("batchesInFlight is 1 or more: " + batchesInFlight);
    }
    if (maxQueuedBytes < 1) {
      throw new IllegalArgumentException("maxQueuedBytes is 1 or more: " + maxQueuedBytes);
    }
  }

  /**
   * Two batches in flight, as many waiting, 20 ms for a batch to fill.
   *
   * @param pictureBytes samples of one picture, in bytes
   */
  public static DeviceLimits of(int batchPictures, long pictureBytes) {
    long batchBytes = Math.multiplyExact(pictureBytes, Math.max(1, batchPictures));
    return new DeviceLimits(
        batchPictures,
        DEFAULT_WAIT,
        Math.multiplyExact(batchBytes, DEFAULT_IN_FLIGHT),
        DEFAULT_IN_FLIGHT);
  }

  /**
   * How many pictures may wait.
   *
   * @throws IllegalArgumentException when a full batch could never gather
   */
  int maxQueuedPictures(long pictureBytes) {
    long pictures = maxQueuedBytes / pictureBytes;
    if (pictures < batchPictures) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A queue of %d bytes holds %d pictures of %d bytes, fewer than a batch of %d",
              maxQueuedBytes,
              pictures,
              pictureBytes,
              batchPictures));
    }
    return (int) Math.min(Integer.MAX_VALUE, pictures);
  }
}
