// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.image.AntialiasedAxis.Kernel;

/**
 * Pillow's antialiased resize and a centre crop, in Pillow's fixed point: along the rows first,
 * rounded and clipped to 8 bit, then down the columns.
 *
 * <p>The first pass works on the picture turned, by blocks of rows, since the processor adds many
 * values at once only along a line.
 */
final class AntialiasedResampler implements Resampler {
  /** Pixels of a block: 1 MiB, about what the processor's second cache holds. */
  private static final int BLOCK_PIXELS = 1 << 18;

  private static final int LEAST_BLOCK_ROWS = 16;

  private final ByteSamples samples;
  private final CoverRule rule;
  private final Kernel kernel;

  private int sourceWidth;
  private int sourceHeight;
  private AntialiasedAxis rows;
  private AntialiasedAxis columns;
  private int blockRows;

  private int[][] turned = new int[0][];
  private int[][] lines = new int[0][];

  /** The three channels of a line behind a filter. */
  private int[][] filtered = new int[0][];

  private int[][] packed = new int[0][];

  AntialiasedResampler(int height, int width, CoverRule rule, Kernel kernel) {
    samples = new ByteSamples(height, width);
    this.rule = rule;
    this.kernel = kernel;
    rows = new AntialiasedAxis(new Placement(1, height, 0, height), kernel);
    columns = new AntialiasedAxis(new Placement(1, width, 0, width), kernel);
  }

  @Override
  public Samples resample(RgbImage image) {
    if (image.height() != sourceHeight || image.width() != sourceWidth) {
      fit(image);
    }
    for (int row = rows.first(); row < rows.end(); row += blockRows) {
      int count = Math.min(blockRows, rows.end() - row);
      PackedPixels.turn(
          image, new PackedPixels.Window(row, count, columns.first(), columns.span()), turned);
      alongRows(row - rows.first(), count);
    }
    downColumns();
    return samples;
  }

  private void fit(RgbImage image) {
    sourceHeight = image.height();
    sourceWidth = image.width();
    rows = new AntialiasedAxis(rule.rows(image, samples.height(), samples.width()), kernel);
    columns = new AntialiasedAxis(rule.columns(image, samples.height(), samples.width()), kernel);
    int mostRows = Math.max(BLOCK_PIXELS / columns.span(), LEAST_BLOCK_ROWS);
    blockRows = PackedPixels.padded(Math.min(rows.span(), mostRows));
    turned = PackedPixels.lines(turned, columns.span(), blockRows);
    lines = PackedPixels.lines(lines, rows.span(), PackedPixels.padded(samples.width()));
    int longest = Math.max(blockRows, samples.width());
    filtered = PackedPixels.lines(filtered, 3, longest);
    packed = PackedPixels.lines(packed, PackedPixels.STEP, longest);
  }

  private void alongRows(int firstLine, int count) {
    for (int x = 0; x < columns.length(); x += PackedPixels.STEP) {
      for (int i = 0; i < PackedPixels.STEP; i++) {
        filter(turned, columns, Math.min(x + i, columns.length() - 1), packed[i], count);
      }
      PackedPixels.turnBack(packed, x, lines, firstLine, count);
    }
  }

  private void downColumns() {
    int width = samples.width();
    for (int y = 0; y < rows.length(); y++) {
      filter(lines, rows, y, packed[0], width);
      PackedPixels.unpack(packed[0], samples.values(), 3 * y * width, width);
    }
  }

  private void filter(int[][] from, AntialiasedAxis axis, int i, int[] into, int length) {
    int first = axis.low(i) - axis.first();
    FixedPoint.filter(from, first, axis.weights(i), filtered, length);
    PackedPixels.pack(filtered, into, length);
  }
}
