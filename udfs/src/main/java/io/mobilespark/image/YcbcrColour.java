// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * From YCbCr of 8 bits to RGB by numbers of fixed point: Pillow's, which it takes for samples that
 * were not packed, or libtiff's, which it takes for others. They differ by 1 in every third pixel.
 */
final class YcbcrColour {
  private static final double RED = 1.402;
  private static final double BLUE = 1.772;
  private static final double GREEN_BY_RED = -0.71414;
  private static final double GREEN_BY_BLUE = -0.34414;
  private static final int PILLOW_BITS = 6;
  private static final int LIBTIFF_BITS = 16;

  private final int bits;
  private final int[] red = new int[256];
  private final int[] blue = new int[256];
  private final int[] greenByRed = new int[256];
  private final int[] greenByBlue = new int[256];

  private YcbcrColour(int bits) {
    this.bits = bits;
  }

  static YcbcrColour pillow() {
    YcbcrColour colour = new YcbcrColour(PILLOW_BITS);
    for (int i = 0; i < 256; i++) {
      double offset = (i - 128) * (double) (1 << PILLOW_BITS);
      // Cut towards zero, as C casts.
      colour.red[i] = (int) (RED * offset + 0.5);
      colour.blue[i] = (int) (BLUE * offset + 0.5);
      colour.greenByRed[i] = (int) (GREEN_BY_RED * offset + 0.5);
      colour.greenByBlue[i] = (int) (GREEN_BY_BLUE * offset + 0.5);
    }
    return colour;
  }

  static YcbcrColour libtiff() {
    YcbcrColour colour = new YcbcrColour(LIBTIFF_BITS);
    int half = 1 << (LIBTIFF_BITS - 1);
    int redFactor = fixed(RED);
    int blueFactor = fixed(BLUE);
    int greenByRedFactor = fixed(0.299f * 1.402f / 0.587f);
    int greenByBlueFactor = fixed(0.114f * 1.772f / 0.587f);
    for (int i = 0; i < 256; i++) {
      colour.red[i] = redFactor * (i - 128) + half;
      colour.blue[i] = blueFactor * (i - 128) + half;
      colour.greenByRed[i] = -greenByRedFactor * (i - 128);
      colour.greenByBlue[i] = -greenByBlueFactor * (i - 128) + half;
    }
    return colour;
  }

  /** Red in the third lowest byte, blue in the lowest. */
  int rgb(int luma, int cb, int cr) {
    return clipped(luma + (red[cr] >> bits)) << 16
        | clipped(luma + ((greenByBlue[cb] + greenByRed[cr]) >> bits)) << 8
        | clipped(luma + (blue[cb] >> bits));
  }

  private static int fixed(double number) {
    return (int) (number * (1 << LIBTIFF_BITS) + 0.5);
  }

  private static int clipped(int value) {
    return Math.max(0, Math.min(value, 255));
  }
}
