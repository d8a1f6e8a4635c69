package io.mobilespark.image;

/**
 * OpenCV's INTER_LINEAR along one axis, for 8-bit pixels: half-pixel centres in float32, edges
 * repeated, weights of 11 bits behind the point ({@code resize.cpp}, INTER_RESIZE_COEF_BITS).
 */
final class FixedLinearAxis {
  private static final int ONE = 1 << 11;

  private final int[] low;
  private final int[] high;
  private final int[] lowWeight;
  private final int[] highWeight;

  FixedLinearAxis(Placement placement) {
    int kept = placement.kept();
    int last = placement.source() - 1;
    low = new int[kept];
    high = new int[kept];
    lowWeight = new int[kept];
    highWeight = new int[kept];
    for (int i = 0; i < kept; i++) {
      float position = (float) (placement.centre(i) - 0.5);
      int floor = (int) Math.floor(position);
      float fraction = floor < 0 || floor >= last ? 0 : position - floor;
      low[i] = Math.min(Math.max(floor, 0), last);
      high[i] = Math.min(low[i] + 1, last);
      lowWeight[i] = (int) Math.rint((1 - fraction) * ONE);
      highWeight[i] = (int) Math.rint(fraction * ONE);
    }
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
