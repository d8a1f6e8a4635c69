// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.jobs.config.CommitSettings;
import java.util.OptionalInt;

/**
 * How much is committed at once: a unit of pictures per core, so that a killed run does no more
 * again.
 *
 * @param cores tasks that run at once
 * @param unitPictures the unit; empty for the usual one, less where that takes too long
 */
record WaveSize(int cores, OptionalInt unitPictures) {
  /**
   * What the driver sends at once takes it some 500 bytes a picture, and the same again in tasks
   * that wait; 2.5 KB of its heap for each leave room for all else.
   */
  static final int MOST_PARTS =
      (int) Math.min(10_000_000, Math.max(10_000, Runtime.getRuntime().maxMemory() / 2_560));

  private static final double LONGEST_SECONDS = 300;

  /**
   * Pictures of the next wave.
   *
   * @param picturesPerSecond of the waves so far; 0 before the first
   */
  long next(double picturesPerSecond) {
    if (unitPictures.isPresent()) {
      return (long) cores * unitPictures.getAsInt();
    }
    long usual = (long) cores * CommitSettings.UNIT_PICTURES;
    return picturesPerSecond == 0
        ? usual
        : Math.max(cores, Math.min(usual, Math.round(picturesPerSecond * LONGEST_SECONDS)));
  }
}
