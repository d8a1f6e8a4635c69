// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Pillow's nearest neighbour, straight to the input size: positions start at half a step and grow
 * by a step, added up in double precision as in {@code ImagingScaleAffine} of Pillow's Geometry.c.
 */
final class NearestResampler implements Resampler {
  private final ByteSamples samples;
  private final int[] rows;
  private final int[] columns;

  NearestResampler(int height, int width) {
    samples = new ByteSamples(height, width);
    rows = new int[height];
    columns = new int[width];
  }

  @Override
  public Samples resample(RgbImage image) {
    place(image.height(), rows);
    place(image.width(), columns);
    byte[] rgb = image.rgb();
    byte[] out = samples.values();
    int rowBytes = 3 * columns.length;
    for (int y = 0; y < rows.length; y++) {
      int at = y * rowBytes;
      if (y > 0 && rows[y] == rows[y - 1]) {
        System.arraycopy(out, at - rowBytes, out, at, rowBytes);
        continue;
      }
      int row = rows[y] * image.width();
      for (int column : columns) {
        int from = 3 * (row + column);
        out[at] = rgb[from];
        out[at + 1] = rgb[from + 1];
        out[at + 2] = rgb[from + 2];
        at += 3;
      }
    }
    return samples;
  }

  private static void place(int source, int[] positions) {
    double step = (double) source / positions.length;
    double position = 0.5 * source / positions.length;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = Math.min((int) position, source - 1);
      position += step;
    }
  }
}
