// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * OpenCV's INTER_LINEAR along one axis, for 8-bit pixels: half-pixel centres in float32, edges
 * repeated, weights of 11 bits behind the point ({@code resize.cpp}, INTER_RESIZE_COEF_BITS).
 *
 * <p>Beyond an edge the outermost column has all the weight, but the outermost row has both
 * weights, of which each product loses its own bits.
 */
final class FixedLinearAxis {
  private static final int ONE = 1 << 11;

  private final int[] low;
  private final int[] high;
  private final int[] lowWeight;
  private final int[] highWeight;

  private FixedLinearAxis(Placement placement, boolean wholeWeightAtEdges) {
    int kept = placement.kept();
    int last = placement.source() - 1;
    low = new int[kept];
    high = new int[kept];
    lowWeight = new int[kept];
    highWeight = new int[kept];
    for (int i = 0; i < kept; i++) {
      float position = (float) (placement.centre(i) - 0.5);
      int floor = (int) Math.floor(position);
      boolean beyond = floor < 0 || floor >= last;
      float fraction = beyond && wholeWeightAtEdges ? 0 : position - floor;
      low[i] = Math.min(Math.max(floor, 0), last);
      high[i] = Math.min(Math.max(floor + 1, 0), last);
      lowWeight[i] = (int) Math.rint((1 - fraction) * ONE);
      highWeight[i] = (int) Math.rint(fraction * ONE);
    }
  }

  /** Down a column. */
  static FixedLinearAxis ofRows(Placement placement) {
    return new FixedLinearAxis(placement, false);
  }

  /** Along a row. */
  static FixedLinearAxis ofColumns(Placement placement) {
    return new FixedLinearAxis(placement, true);
  }

  int length() {
    return low.length;
  }

  int low(int i) {
    return low[i];
  }

  int high(int i) {
    return high[i];
  }

  int lowWeight(int i) {
    return lowWeight[i];
  }

  int highWeight(int i) {
    return highWeight[i];
  }
}
