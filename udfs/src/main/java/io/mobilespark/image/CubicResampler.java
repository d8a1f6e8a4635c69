// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * OpenCV's INTER_CUBIC and a centre crop, in float32: down the columns first, then along the rows,
 * rounded half to even and clipped once at the end.
 *
 * <p>The second pass works on the picture turned, since the processor adds many values at once only
 * along a line.
 */
final class CubicResampler implements Resampler {
  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Adding 1.5 x 2^23 leaves a float's rounded value in its lowest bits. */
  private static final float ROUNDING = 0x1.8p23f;

  private static final int STEP = 8;

  /** 0 to 255 as floats: cheaper than a conversion, which JDK 17 does one by one. */
  private final float[] levels = new float[256];

  private final ByteSamples samples;
  private final CoverRule rule;
  private final int paddedHeight;

  private int sourceWidth;
  private int sourceHeight;
  private CubicAxis rows;
  private CubicAxis columns;

  /** The last source rows that were read, as floats: row r at r modulo the number of taps. */
  private float[][] sources = new float[0][];

  private final int[] sourceRows = new int[CubicAxis.TAPS];

  /** Rows behind the first pass. */
  private float[][] reduced = new float[0][];

  /** The same turned: a channel of a column each. */
  private float[][] turned = new float[0][];

  private final float[][] channels;

  private final float[][] taps = new float[CubicAxis.TAPS][];

  CubicResampler(int height, int width, CoverRule rule) {
    samples = new ByteSamples(height, width);
    this.rule = rule;
    paddedHeight = (height + STEP - 1) / STEP * STEP;
    channels = new float[3][height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = i;
    }
    rows = new CubicAxis(new Placement(1, height, 0, height));
    columns = new CubicAxis(new Placement(1, width, 0, width));
  }

  @Override
  public Samples resample(RgbImage image) {
    if (image.height() != sourceHeight || image.width() != sourceWidth) {
      fit(image);
    }
    Arrays.fill(sourceRows, -1);
    for (int y = 0; y < paddedHeight; y += STEP) {
      for (int i = 0; i < STEP; i++) {
        downColumns(image, Math.min(y + i, rows.length() - 1), reduced[i]);
      }
      turn(y);
    }
    for (int x = 0; x < columns.length(); x++) {
      alongRows(x);
      write(x);
    }
    return samples;
  }

  private void fit(RgbImage image) {
    sourceHeight = image.height();
    sourceWidth = image.width();
    rows = new CubicAxis(rule.rows(image, samples.height(), samples.width()));
    columns = new CubicAxis(rule.columns(image, samples.height(), samples.width()));
    int values = 3 * columns.span();
    if (turned.length < values) {
      sources = new float[CubicAxis.TAPS][values];
      reduced = new float[STEP][values];
      turned = new float[values][paddedHeight];
    }
  }

  private void downColumns(RgbImage image, int y, float[] into) {
    for (int tap = 0; tap < CubicAxis.TAPS; tap++) {
      taps[tap] = source(image, rows.position(y, tap));
    }
    filter(rows, y, into, 3 * columns.span());
  }

  private float[] source(RgbImage image, int row) {
    int slot = row % CubicAxis.TAPS;
    if (sourceRows[slot] != row) {
      int from = 3 * (row * sourceWidth + columns.first());
      toFloats(image.rgb(), from, levels, sources[slot], 3 * columns.span());
      sourceRows[slot] = row;
    }
    return sources[slot];
  }

  private static void toFloats(byte[] rgb, int from, float[] levels, float[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = levels[rgb[from + i] & 0xff];
    }
  }

  private void turn(int y) {
    float[] a = reduced[0];
    float[] b = reduced[1];
    float[] c = reduced[2];
    float[] d = reduced[3];
    float[] e = reduced[4];
    float[] f = reduced[5];
    float[] g = reduced[6];
    float[] h = reduced[7];
    int values = 3 * columns.span();
    for (int i = 0; i < values; i++) {
      float[] column = turned[i];
      column[y] = a[i];
      column[y + 1] = b[i];
      column[y + 2] = c[i];
      column[y + 3] = d[i];
      column[y + 4] = e[i];
      column[y + 5] = f[i];
      column[y + 6] = g[i];
      column[y + 7] = h[i];
    }
  }

  private void alongRows(int x) {
    for (int channel = 0; channel < 3; channel++) {
      for (int tap = 0; tap < CubicAxis.TAPS; tap++) {
        taps[tap] = turned[3 * (columns.position(x, tap) - columns.first()) + channel];
      }
      filter(columns, x, channels[channel], rows.length());
      round(channels[channel]);
    }
  }

  private void filter(CubicAxis axis, int i, float[] into, int length) {
    float[] a = taps[0];
    float[] b = taps[1];
    float[] c = taps[2];
    float[] d = taps[3];
    float p = axis.weight(i, 0);
    float q = axis.weight(i, 1);
    float r = axis.weight(i, 2);
    float s = axis.weight(i, 3);
    for (int k = 0; k < length; k++) {
      into[k] = p * a[k] + q * b[k] + r * c[k] + s * d[k];
    }
  }

  private static void round(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(Math.max(values[i], 0f), 255f) + ROUNDING;
    }
  }

  /** A column of pixels, four bytes each, of which the next column overwrites the last. */
  private void write(int x) {
    byte[] out = samples.values();
    int stride = 3 * columns.length();
    boolean lastColumn = x == columns.length() - 1;
    float[] red = channels[0];
    float[] green = channels[1];
    float[] blue = channels[2];
    int at = 3 * x;
    for (int y = 0; y < red.length; y++) {
      int pixel = bits(red[y]) | bits(green[y]) << 8 | bits(blue[y]) << 16;
      if (lastColumn) {
        out[at] = (byte) pixel;
        out[at + 1] = (byte) (pixel >> 8);
        out[at + 2] = (byte) (pixel >> 16);
      } else {
        FOUR_BYTES.set(out, at, pixel);
      }
      at += stride;
    }
  }

  private static int bits(float rounded) {
    return Float.floatToRawIntBits(rounded) & 0xff;
  }
}
