// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Bilinear sampling along one axis, as TensorFlow's kernels position it, in float32: output {@code
 * i} is {@code x[low] + (x[high] - x[low]) * fraction}.
 *
 * <p>Positions are those of {@code ResizeBilinear} in TensorFlow 2.18: {@code (i + 0.5) * scale -
 * 0.5} with half-pixel centres and {@code i * scale} without, {@code scale = source / target}.
 */
final class LinearAxis {
  private final int[] low;
  private final int[] high;
  private final float[] fraction;

  private LinearAxis(int length) {
    low = new int[length];
    high = new int[length];
    fraction = new float[length];
  }

  /** The whole axis, half-pixel centres. */
  static LinearAxis halfPixel(int source, int target) {
    LinearAxis axis = new LinearAxis(target);
    float scale = (float) source / (float) target;
    for (int i = 0; i < target; i++) {
      axis.set(i, (i + 0.5f) * scale - 0.5f, 0, source);
    }
    return axis;
  }

  /**
   * The central 0.875 of the axis, as {@code tf.image.central_crop} rounds it, and positions
   * without half-pixel centres.
   */
  static LinearAxis legacyCentralCrop(int source, int target) {
    int start = (int) ((source - source * 0.875) / 2);
    int kept = source - 2 * start;
    LinearAxis axis = new LinearAxis(target);
    float scale = (float) kept / (float) target;
    for (int i = 0; i < target; i++) {
      axis.set(i, i * scale, start, kept);
    }
    return axis;
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

  float fraction(int i) {
    return fraction[i];
  }

  private void set(int i, float position, int start, int source) {
    float floor = (float) Math.floor(position);
    low[i] = start + Math.max((int) floor, 0);
    high[i] = start + Math.min(Math.max((int) floor + 1, 0), source - 1);
    fraction[i] = position - floor;
  }
}
