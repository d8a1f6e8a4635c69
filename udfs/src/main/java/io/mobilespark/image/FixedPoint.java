// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Weighted sums in Pillow's fixed point, of the channels of lines of packed pixels (see {@link
 * PackedPixels}). The loops are plain, over whole arrays, with one index and one array that is
 * written, so that the compiler turns them into vector instructions; where a channel lies is a
 * constant of every call, so that it shifts and masks no more than the channel needs.
 */
final class FixedPoint {
  private static final int BITS = AntialiasedAxis.PRECISION_BITS;
  private static final int HALF = 1 << (BITS - 1);

  /** Where the channels lie in a packed pixel. */
  private static final int RED = 0;

  private static final int GREEN = 8;
  private static final int BLUE = 16;

  private static final int BYTE = 0xff;

  /** Above blue there is nothing that a mask would have to take away. */
  private static final int ALL = -1;

  private FixedPoint() {}

  /**
   * The sums of {@code weights[t]} times each channel of {@code lines[first + t]}, rounded and
   * clipped to 0..255.
   *
   * @param into a line for red, green and blue each
   */
  static void filter(int[][] lines, int first, int[] weights, int[][] into, int length) {
    Taps taps = new Taps(lines, first, weights);
    int t = weights.length > 4 ? 4 : 2;
    start(taps, t, RED, BYTE, into[0], length);
    start(taps, t, GREEN, BYTE, into[1], length);
    start(taps, t, BLUE, ALL, into[2], length);
    for (; t + 2 < weights.length; t += 2) {
      add(taps, t, RED, BYTE, into[0], length);
      add(taps, t, GREEN, BYTE, into[1], length);
      add(taps, t, BLUE, ALL, into[2], length);
    }
    finish(taps, t, RED, BYTE, into[0], length);
    finish(taps, t, GREEN, BYTE, into[1], length);
    finish(taps, t, BLUE, ALL, into[2], length);
  }

  /** The first two or four taps. */
  private static void start(Taps taps, int count, int shift, int mask, int[] into, int length) {
    int[] a = taps.line(0);
    int[] b = taps.line(1);
    int p = taps.weight(0);
    int q = taps.weight(1);
    if (count == 2) {
      for (int i = 0; i < length; i++) {
        into[i] = HALF + p * ((a[i] >>> shift) & mask) + q * ((b[i] >>> shift) & mask);
      }
      return;
    }
    int[] c = taps.line(2);
    int[] d = taps.line(3);
    int r = taps.weight(2);
    int s = taps.weight(3);
    for (int i = 0; i < length; i++) {
      into[i] =
          HALF
              + p * ((a[i] >>> shift) & mask)
              + q * ((b[i] >>> shift) & mask)
              + r * ((c[i] >>> shift) & mask)
              + s * ((d[i] >>> shift) & mask);
    }
  }

  private static void add(Taps taps, int t, int shift, int mask, int[] into, int length) {
    int[] a = taps.line(t);
    int[] b = taps.line(t + 1);
    int p = taps.weight(t);
    int q = taps.weight(t + 1);
    for (int i = 0; i < length; i++) {
      into[i] += p * ((a[i] >>> shift) & mask) + q * ((b[i] >>> shift) & mask);
    }
  }

  /** The last two taps, if there are any left, and the end of the calculation. */
  private static void finish(Taps taps, int t, int shift, int mask, int[] into, int length) {
    int[] a = taps.line(t);
    int[] b = taps.line(t + 1);
    int p = taps.weight(t);
    int q = taps.weight(t + 1);
    for (int i = 0; i < length; i++) {
      into[i] = clip(into[i] + p * ((a[i] >>> shift) & mask) + q * ((b[i] >>> shift) & mask));
    }
  }

  /** By the signs, since JDK 17 does not turn Math.min and max of integers into vectors. */
  private static int clip(int sum) {
    int value = sum >> BITS;
    int atLeast0 = value & ~(value >> 31);
    int below255 = 255 - atLeast0;
    return 255 - (below255 & ~(below255 >> 31));
  }

  /** Lines and their weights; behind the last, that line again with a weight of 0. */
  private static final class Taps {
    private final int[][] lines;
    private final int first;
    private final int[] weights;

    Taps(int[][] lines, int first, int[] weights) {
      this.lines = lines;
      this.first = first;
      this.weights = weights;
    }

    int[] line(int t) {
      return lines[first + Math.min(t, weights.length - 1)];
    }

    int weight(int t) {
      return t < weights.length ? weights[t] : 0;
    }
  }
}
