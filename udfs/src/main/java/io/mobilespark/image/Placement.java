// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Where the rows or columns of an input lie on the axis of a resized picture, which itself is never
 * made: only what the crop keeps is resampled.
 *
 * @param source length of the picture's axis in pixels
 * @param resized length that the whole axis would be resized to; beyond the range of int for very
 *     long and thin pictures
 * @param start first kept position of the resized axis, 0 or more
 * @param kept number of positions kept
 */
record Placement(int source, long resized, long start, int kept) {

  /** Checks that the kept part lies within. */
  Placement {
    if (source < 1 || start < 0 || kept < 1 || start + kept > resized) {
      throw new IllegalArgumentException(
          kept + " from " + start + " of " + resized + " made of " + source);
    }
  }

  /** The centre of a kept position on the source's axis, in pixels from its edge. */
  double centre(int i) {
    return (start + i + 0.5) * ((double) source / resized);
  }
}
