// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Bilinear interpolation in float32, in TensorFlow's order of operations: along the row, then down
 * the column, each as {@code a + (b - a) * fraction}. Each source row is interpolated once.
 */
final class FloatLinearResampler implements Resampler {
  private final FloatSamples samples;
  private final AxisRule rule;
  private final float[] levels;

  private int sourceWidth;
  private int sourceHeight;
  private LinearAxis rows;
  private LinearAxis columns;

  private float[] upper;
  private float[] lower;
  private int upperRow;
  private int lowerRow;

  private FloatLinearResampler(int height, int width, AxisRule rule, float scale) {
    samples = new FloatSamples(height, width);
    this.rule = rule;
    levels = new float[256];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = i * scale;
    }
    upper = new float[3 * width];
    lower = new float[3 * width];
    rows = rule.axis(1, height);
    columns = rule.axis(1, width);
  }

  static Resampler squash(int height, int width) {
    return new FloatLinearResampler(height, width, LinearAxis::halfPixel, 1);
  }

  static Resampler slimInception(int height, int width) {
    return new FloatLinearResampler(height, width, LinearAxis::legacyCentralCrop, 1f / 255);
  }

  @Override
  public Samples resample(RgbImage image) {
    if (image.height() != sourceHeight || image.width() != sourceWidth) {
      sourceHeight = image.height();
      sourceWidth = image.width();
      rows = rule.axis(sourceHeight, samples.height());
      columns = rule.axis(sourceWidth, samples.width());
    }
    upperRow = -1;
    lowerRow = -1;
    for (int y = 0; y < samples.height(); y++) {
      load(image, rows.low(y), rows.high(y));
      blend(upper, lower, rows.fraction(y), samples.values(), y * upper.length);
    }
    return samples;
  }

  /** Makes {@code upper} and {@code lower} two source rows, interpolated along x. */
  private void load(RgbImage image, int low, int high) {
    if (low == lowerRow && low != upperRow) {
      float[] swapped = upper;
      upper = lower;
      lower = swapped;
      lowerRow = upperRow;
      upperRow = low;
    }
    if (low != upperRow) {
      interpolate(image.rgb(), low * sourceWidth * 3, upper);
      upperRow = low;
    }
    if (high != lowerRow) {
      interpolate(image.rgb(), high * sourceWidth * 3, lower);
      lowerRow = high;
    }
  }

  private void interpolate(byte[] rgb, int row, float[] into) {
    int at = 0;
    for (int x = 0; x < columns.length(); x++) {
      int a = row + 3 * columns.low(x);
      int b = row + 3 * columns.high(x);
      float fraction = columns.fraction(x);
      float red = levels[rgb[a] & 0xff];
      float green = levels[rgb[a + 1] & 0xff];
      float blue = levels[rgb[a + 2] & 0xff];
      into[at] = red + (levels[rgb[b] & 0xff] - red) * fraction;
      into[at + 1] = green + (levels[rgb[b + 1] & 0xff] - green) * fraction;
      into[at + 2] = blue + (levels[rgb[b + 2] & 0xff] - blue) * fraction;
      at += 3;
    }
  }

  private static void blend(float[] a, float[] b, float fraction, float[] into, int at) {
    for (int i = 0; i < a.length; i++) {
      into[at + i] = a[i] + (b[i] - a[i]) * fraction;
    }
  }

  /** Positions along an axis. */
  @FunctionalInterface
  private interface AxisRule {
    LinearAxis axis(int source, int target);
  }
}
