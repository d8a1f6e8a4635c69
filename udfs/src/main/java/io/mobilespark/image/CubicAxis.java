// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * OpenCV's INTER_CUBIC along one axis: four taps at half-pixel centres, a = -0.75, edges repeated,
 * not widened when the picture shrinks.
 */
final class CubicAxis {
  static final int TAPS = 4;

  private final int last;
  private final int[] low;
  private final float[] weights;

  CubicAxis(Placement placement) {
    last = placement.source() - 1;
    low = new int[placement.kept()];
    weights = new float[TAPS * placement.kept()];
    for (int i = 0; i < low.length; i++) {
      double position = placement.centre(i) - 0.5;
      low[i] = (int) Math.floor(position) - 1;
      for (int tap = 0; tap < TAPS; tap++) {
        weights[TAPS * i + tap] = (float) Cubic.weight(position - low[i] - tap, -0.75);
      }
    }
  }

  int length() {
    return low.length;
  }

  /** The source position that a tap reads. */
  int position(int i, int tap) {
    return Math.min(Math.max(low[i] + tap, 0), last);
  }

  float weight(int i, int tap) {
    return weights[TAPS * i + tap];
  }

  /** The first source position that any output reads. */
  int first() {
    return position(0, 0);
  }

  /** How many source positions the outputs read, from {@link #first} on. */
  int span() {
    return position(low.length - 1, TAPS - 1) + 1 - first();
  }
}
