// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.tensorflow.PixelBuffer;

/** Pixels as EXIF's orientations 2 to 8 want them, as Pillow's {@code exif_transpose} does it. */
final class Turn {
  /** From here on rows become columns. */
  private static final int FIRST_ON_ITS_SIDE = 5;

  private Turn() {}

  /** Writes a turned copy. */
  static void turn(PixelBuffer from, int orientation, PixelBuffer into) {
    int width = from.width();
    int height = from.height();
    boolean onItsSide = orientation >= FIRST_ON_ITS_SIDE;
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBelow =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int alongX = fromRight ? -3 : 3;
    int alongY = fromBelow ? -3 * width : 3 * width;
    int start = (fromRight ? 3 * (width - 1) : 0) + (fromBelow ? 3 * width * (height - 1) : 0);
    into.resize(onItsSide ? height : width, onItsSide ? width : height);
    byte[] source = from.rgb();
    byte[] target = into.rgb();
    int nextColumn = onItsSide ? alongY : alongX;
    int nextRow = onItsSide ? alongX : alongY;
    int at = 0;
    for (int y = 0; y < into.height(); y++) {
      int pixel = start + y * nextRow;
      for (int x = 0; x < into.width(); x++) {
        target[at++] = source[pixel];
        target[at++] = source[pixel + 1];
        target[at++] = source[pixel + 2];
        pixel += nextColumn;
      }
    }
  }
}
