// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Pixels as one int each, red in the lowest byte, then green and blue: the order of RGB bytes read
 * as a little-endian number. Filters add weighted lines of them; so that a filter can work along
 * the rows as well, pictures are turned here, columns into lines, and back.
 */
final class PackedPixels {
  /** Columns or rows that are turned at once. */
  static final int STEP = 8;

  /** Columns whose line ends lie in the processor's first cache together. */
  private static final int TURNED_COLUMNS = 64;

  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int RGB = 0xffffff;

  private PackedPixels() {}

  /** The next multiple of {@link #STEP}: what lines that are turned are as many or as long as. */
  static int padded(int count) {
    return (count + STEP - 1) / STEP * STEP;
  }

  /**
   * At least {@code count} lines of at least {@code length}: those given, longer ones in the place
   * of the ones that are too short.
   */
  static int[][] lines(int[][] given, int count, int length) {
    int[][] lines = given.length < count ? Arrays.copyOf(given, count) : given;
    for (int i = 0; i < count; i++) {
      if (i >= given.length || lines[i].length < length) {
        lines[i] = new int[length];
      }
    }
    return lines;
  }

  /** Fills {@code columns[x][y]}, both from 0, with a window of a picture. */
  static void turn(RgbImage image, Window window, int[][] columns) {
    int last = window.columns() - 1;
    for (int x = 0; x < last; x += TURNED_COLUMNS) {
      turn(image, window, columns, x, Math.min(x + TURNED_COLUMNS, last));
    }
    turnLast(image, window, columns[last]);
  }

  /** Reads one byte more than the columns have, so it is not for the picture's last column. */
  private static void turn(RgbImage image, Window window, int[][] columns, int from, int to) {
    int stride = 3 * image.width();
    byte[] rgb = image.rgb();
    for (int y = 0; y < window.rows(); y += STEP) {
      int left = window.rows() - y - 1;
      int p0 = (window.row() + y) * stride + 3 * window.column();
      int p1 = p0 + Math.min(left, 1) * stride;
      int p2 = p0 + Math.min(left, 2) * stride;
      int p3 = p0 + Math.min(left, 3) * stride;
      int p4 = p0 + Math.min(left, 4) * stride;
      int p5 = p0 + Math.min(left, 5) * stride;
      int p6 = p0 + Math.min(left, 6) * stride;
      int p7 = p0 + Math.min(left, 7) * stride;
      for (int x = from; x < to; x++) {
        int[] column = columns[x];
        int at = 3 * x;
        column[y] = (int) FOUR_BYTES.get(rgb, p0 + at) & RGB;
        column[y + 1] = (int) FOUR_BYTES.get(rgb, p1 + at) & RGB;
        column[y + 2] = (int) FOUR_BYTES.get(rgb, p2 + at) & RGB;
        column[y + 3] = (int) FOUR_BYTES.get(rgb, p3 + at) & RGB;
        column[y + 4] = (int) FOUR_BYTES.get(rgb, p4 + at) & RGB;
        column[y + 5] = (int) FOUR_BYTES.get(rgb, p5 + at) & RGB;
        column[y + 6] = (int) FOUR_BYTES.get(rgb, p6 + at) & RGB;
        column[y + 7] = (int) FOUR_BYTES.get(rgb, p7 + at) & RGB;
      }
    }
  }

  private static void turnLast(RgbImage image, Window window, int[] column) {
    int at = 3 * (window.column() + window.columns() - 1);
    for (int y = 0; y < window.rows(); y++) {
      column[y] = pixel(image.rgb(), 3 * image.width() * (window.row() + y) + at);
    }
  }

  /** Writes {@link #STEP} columns side by side into rows, from column {@code x} on. */
  static void turnBack(int[][] columns, int x, int[][] rows, int firstRow, int count) {
    int[] a = columns[0];
    int[] b = columns[1];
    int[] c = columns[2];
    int[] d = columns[3];
    int[] e = columns[4];
    int[] f = columns[5];
    int[] g = columns[6];
    int[] h = columns[7];
    for (int y = 0; y < count; y++) {
      int[] row = rows[firstRow + y];
      row[x] = a[y];
      row[x + 1] = b[y];
      row[x + 2] = c[y];
      row[x + 3] = d[y];
      row[x + 4] = e[y];
      row[x + 5] = f[y];
      row[x + 6] = g[y];
      row[x + 7] = h[y];
    }
  }

  /** Packs three lines of channels. */
  static void pack(int[][] channels, int[] pixels, int count) {
    int[] red = channels[0];
    int[] green = channels[1];
    int[] blue = channels[2];
    for (int i = 0; i < count; i++) {
      pixels[i] = red[i] | green[i] << 8 | blue[i] << 16;
    }
  }

  /** Writes pixels as bytes, red first; each int's fourth byte is overwritten by the next. */
  static void unpack(int[] pixels, byte[] rgb, int at, int count) {
    int last = count - 1;
    for (int x = 0; x < last; x++) {
      FOUR_BYTES.set(rgb, at + 3 * x, pixels[x]);
    }
    rgb[at + 3 * last] = (byte) pixels[last];
    rgb[at + 3 * last + 1] = (byte) (pixels[last] >> 8);
    rgb[at + 3 * last + 2] = (byte) (pixels[last] >> 16);
  }

  /** The pixel whose red byte lies at a place. */
  static int pixel(byte[] rgb, int at) {
    return at < rgb.length - 3
        ? (int) FOUR_BYTES.get(rgb, at) & RGB
        : (rgb[at] & 0xff) | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff) << 16;
  }

  /** A part of a picture. */
  record Window(int row, int rows, int column, int columns) {}
}
