// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Resize so that the picture just covers a box around the input, aspect kept and the longer side
 * rounded down, then crop the centre. For a square input this is the well-known "short side to 256,
 * centre crop of 224". The box is {@code floor(side * numerator / denominator)}: 8/7 is {@code
 * floor(side / 0.875)}.
 *
 * @param numerator with the denominator, box over input
 * @param denominator see numerator
 * @param offset how the crop's first position is rounded
 */
record CoverRule(int numerator, int denominator, Offset offset) {

  /** The rows of an input of height x width. */
  Placement rows(RgbImage image, int height, int width) {
    long resized =
        widerThanBox(image, height, width)
            ? box(height)
            : box(width) * image.height() / image.width();
    return place(image.height(), resized, height);
  }

  /** The columns of an input of height x width. */
  Placement columns(RgbImage image, int height, int width) {
    long resized =
        widerThanBox(image, height, width)
            ? box(height) * image.width() / image.height()
            : box(width);
    return place(image.width(), resized, width);
  }

  private boolean widerThanBox(RgbImage image, int height, int width) {
    return image.width() * box(height) >= image.height() * box(width);
  }

  private long box(int side) {
    return (long) side * numerator / denominator;
  }

  private Placement place(int source, long resized, int kept) {
    return new Placement(source, resized, offset.first(resized - kept), kept);
  }

  /** The first kept position when some are spare. */
  enum Offset {
    /** Half of them, rounded down. */
    DOWN {
      @Override
      long first(long spare) {
        return spare / 2;
      }
    },
    /** Half of them, a half rounded to the even number, as Python's {@code round} does. */
    HALF_EVEN {
      @Override
      long first(long spare) {
        return (long) Math.rint(spare / 2.0);
      }
    };

    abstract long first(long spare);
  }
}
