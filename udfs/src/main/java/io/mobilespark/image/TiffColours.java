// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import io.mobilespark.tensorflow.PixelBuffer;
import java.awt.image.Raster;

/** What a page's samples are in 8-bit RGB, as Pillow has it. Used by one thread. */
final class TiffColours {
  private static final int SIGNED = 2;
  private static final int FLOAT = 3;
  private static final int PREMULTIPLIED = 1;

  /** Columns that are converted at once; a page may be one row of all its pixels. */
  private static final int MOST_COLUMNS = 4096;

  private final TiffFile page;
  private final long sampleFormat;
  private final boolean premultiplied;
  private final long[] colourMap;
  private final YcbcrColour ycbcr;

  private TiffColours(TiffFile page, long sampleFormat, boolean premultiplied, long[] colourMap) {
    this.page = page;
    this.sampleFormat = sampleFormat;
    this.premultiplied = premultiplied;
    this.colourMap = colourMap;
    this.ycbcr =
        page.compression() == TiffFile.UNCOMPRESSED ? YcbcrColour.pillow() : YcbcrColour.libtiff();
  }

  static TiffColours of(TiffFile page) throws UnreadableException {
    TiffDirectory directory = page.directory();
    int entries = page.photometric() == TiffFile.PALETTE ? 1 << page.bits() : 0;
    long[] colourMap = directory.values(TiffFile.COLOUR_MAP, 3 * entries);
    if (colourMap.length < 3 * entries) {
      throw UnreadableException.corrupt(
          "has a palette of " + colourMap.length / 3 + " colours, not of " + entries);
    }
    return new TiffColours(
        page,
        directory.value(TiffFile.SAMPLE_FORMAT, 1),
        directory.value(TiffFile.EXTRA_SAMPLES, 0) == PREMULTIPLIED,
        colourMap);
  }

  /**
   * Converts samples and puts them somewhere on the page.
   *
   * @param samples of at least so many columns and rows; what is beyond them is not looked at
   */
  void paint(Raster samples, TiffFile.Part part, PixelBuffer into) {
    byte[] rgb = into.rgb();
    int[] row = new int[Math.min(part.columns(), MOST_COLUMNS) * page.samples()];
    for (int y = 0; y < part.rows(); y++) {
      for (int x = 0; x < part.columns(); x += MOST_COLUMNS) {
        int columns = Math.min(MOST_COLUMNS, part.columns() - x);
        samples.getPixels(x, y, columns, 1, row);
        int at = 3 * ((part.top() + y) * page.width() + part.left() + x);
        for (int i = 0; i < columns * page.samples(); i += page.samples()) {
          int pixel = pixel(row, i);
          rgb[at++] = (byte) (pixel >> 16);
          rgb[at++] = (byte) (pixel >> 8);
          rgb[at++] = (byte) pixel;
        }
      }
    }
  }

  /** Converts a page of one sample a pixel that was taken for grey. */
  void repaint(PixelBuffer grey) {
    byte[] rgb = grey.rgb();
    int[] sample = new int[1];
    for (int at = 0; at < 3 * page.width() * page.height(); at += 3) {
      sample[0] = rgb[at] & 0xff;
      int pixel = pixel(sample, 0);
      rgb[at] = (byte) (pixel >> 16);
      rgb[at + 1] = (byte) (pixel >> 8);
      rgb[at + 2] = (byte) pixel;
    }
  }

  private int pixel(int[] row, int x) {
    return switch (page.photometric()) {
      case TiffFile.PALETTE -> mapped(row[x]);
      case TiffFile.CMYK -> cmyk(row, x);
      case TiffFile.RGB -> rgb(row, x);
      case TiffFile.YCBCR -> ycbcr.rgb(row[x], row[x + 1], row[x + 2]);
      default -> grey(row, x) * 0x10101;
    };
  }

  private int mapped(int index) {
    int entries = colourMap.length / 3;
    return (int) (colourMap[index] >> 8) << 16
        | (int) (colourMap[index + entries] >> 8) << 8
        | (int) (colourMap[index + 2 * entries] >> 8);
  }

  private int rgb(int[] row, int x) {
    int red = upper(row[x]);
    int green = upper(row[x + 1]);
    int blue = upper(row[x + 2]);
    if (premultiplied && page.samples() > 3) {
      int alpha = upper(row[x + 3]);
      red = divided(red, alpha);
      green = divided(green, alpha);
      blue = divided(blue, alpha);
    }
    return red << 16 | green << 8 | blue;
  }

  private int cmyk(int[] row, int x) {
    int white = 255 - upper(row[x + 3]);
    return inked(white, upper(row[x])) << 16
        | inked(white, upper(row[x + 1])) << 8
        | inked(white, upper(row[x + 2]));
  }

  private int grey(int[] row, int x) {
    int value = row[x];
    if (page.bits() > 8) {
      return clipped(value);
    }
    int most = (1 << page.bits()) - 1;
    int scaled = value * (255 / most);
    int grey = page.photometric() == TiffFile.WHITE_IS_ZERO ? 255 - scaled : scaled;
    return premultiplied && page.samples() > 1 ? divided(grey, row[x + 1]) : grey;
  }

  /** Deep grey is not scaled, as Pillow does not. */
  private int clipped(int value) {
    if (sampleFormat == FLOAT) {
      float number = Float.intBitsToFloat(value);
      return number >= 255 ? 255 : number > 0 ? (int) number : 0;
    }
    if (page.bits() == 32) {
      return Math.max(0, Math.min(value, 255));
    }
    return Math.max(0, Math.min(sampleFormat == SIGNED ? (short) value : value, 255));
  }

  private int upper(int value) {
    return page.bits() == 16 ? value >> 8 : value;
  }

  /** Pillow's division by alpha: without alpha there is no colour. */
  private static int divided(int colour, int alpha) {
    return alpha == 0 ? 0 : Math.min(255, colour * 255 / alpha);
  }

  /** Pillow's conversion from CMYK. */
  private static int inked(int white, int ink) {
    int product = white * ink + 128;
    return Math.max(0, white - (((product >> 8) + product) >> 8));
  }
}
