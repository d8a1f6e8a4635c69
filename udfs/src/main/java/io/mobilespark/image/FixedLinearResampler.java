// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * OpenCV's INTER_LINEAR of 8-bit pixels and a centre crop, in OpenCV's fixed point: along the row
 * with 11-bit weights, down the column with 4 bits dropped before and 16 after each product ({@code
 * VResizeLinear} in resize.cpp). Each source row is interpolated once.
 */
final class FixedLinearResampler implements Resampler {
  private static final int CHANNEL_BITS = 20;

  private final ByteSamples samples;
  private final CoverRule rule;

  private int sourceWidth;
  private int sourceHeight;
  private FixedLinearAxis rows;
  private FixedLinearAxis columns;

  private int[] upper;
  private int[] lower;
  private int upperRow;
  private int lowerRow;
  private final int[] blended;

  FixedLinearResampler(int height, int width, CoverRule rule) {
    samples = new ByteSamples(height, width);
    this.rule = rule;
    upper = new int[3 * width];
    lower = new int[3 * width];
    blended = new int[3 * width];
    rows = FixedLinearAxis.ofRows(new Placement(1, height, 0, height));
    columns = FixedLinearAxis.ofColumns(new Placement(1, width, 0, width));
  }

  @Override
  public Samples resample(RgbImage image) {
    if (image.height() != sourceHeight || image.width() != sourceWidth) {
      sourceHeight = image.height();
      sourceWidth = image.width();
      rows = FixedLinearAxis.ofRows(rule.rows(image, samples.height(), samples.width()));
      columns = FixedLinearAxis.ofColumns(rule.columns(image, samples.height(), samples.width()));
    }
    upperRow = -1;
    lowerRow = -1;
    byte[] out = samples.values();
    for (int y = 0; y < samples.height(); y++) {
      load(image, rows.low(y), rows.high(y));
      blend(upper, rows.lowWeight(y), lower, rows.highWeight(y), blended);
      int at = y * blended.length;
      for (int i = 0; i < blended.length; i++) {
        out[at + i] = (byte) blended[i];
      }
    }
    return samples;
  }

  /** Makes {@code upper} and {@code lower} two source rows, interpolated along x. */
  private void load(RgbImage image, int low, int high) {
    if (low == lowerRow && low != upperRow) {
      int[] swapped = upper;
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

  private void interpolate(byte[] rgb, int row, int[] into) {
    int at = 0;
    for (int x = 0; x < columns.length(); x++) {
      long a = spread(PackedPixels.pixel(rgb, row + 3 * columns.low(x)));
      long b = spread(PackedPixels.pixel(rgb, row + 3 * columns.high(x)));
      long blended = a * columns.lowWeight(x) + b * columns.highWeight(x);
      into[at] = (int) (blended >>> 4) & 0x7fff;
      into[at + 1] = (int) (blended >>> (CHANNEL_BITS + 4)) & 0x7fff;
      into[at + 2] = (int) (blended >>> (2 * CHANNEL_BITS + 4));
      at += 3;
    }
  }

  /** Three channels in one long, with room for an 11-bit weight, so that they blend at once. */
  private static long spread(int pixel) {
    return (pixel & 0xffL)
        | (pixel & 0xff00L) << (CHANNEL_BITS - 8)
        | (pixel & 0xff0000L) << (2 * CHANNEL_BITS - 16);
  }

  private static void blend(int[] a, int p, int[] b, int q, int[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (((p * a[i]) >> 16) + ((q * b[i]) >> 16) + 2) >> 2;
    }
  }
}
