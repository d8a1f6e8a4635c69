// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.Arrays;

/**
 * The headers of a Windows or OS/2 bitmap. Bitmaps that embed a JPEG or PNG are refused: their real
 * size is not in this header.
 */
final class BmpHeader {
  private static final int DIB_HEADER = 14;
  private static final int OS2_HEADER_BYTES = 12;
  private static final int UNCOMPRESSED = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int RGB = 3;
  private static final int ROW_PADDING = 3;

  private BmpHeader() {}

  static ImageHeader read(byte[] file, ImageLimits limits) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, 10);
    long pixelsAt = in.u32LittleEndian();
    long headerBytes = in.u32LittleEndian();
    if (headerBytes != OS2_HEADER_BYTES && (headerBytes < 40 || headerBytes > 124)) {
      throw UnreadableException.unsupported(
          "begins as BMP with a header of " + headerBytes + " bytes");
    }
    boolean os2 = headerBytes == OS2_HEADER_BYTES;
    int width = os2 ? in.u16LittleEndian() : in.i32LittleEndian();
    // Negative: the rows run from top to bottom.
    long height = Math.abs(os2 ? (long) in.u16LittleEndian() : in.i32LittleEndian());
    in.skip(2);
    int bits = in.u16LittleEndian();
    long compression = os2 ? UNCOMPRESSED : in.u32LittleEndian();
    limits.check(width, height);
    checkKind(bits, compression);
    boolean fixedLength = compression == UNCOMPRESSED || compression == BIT_FIELDS;
    long rowBytes = ((long) width * bits + 31) / 32 * 4;
    if (pixelsAt < DIB_HEADER + headerBytes) {
      throw UnreadableException.corrupt("has its pixels within its header");
    }
    // What pads the last row is no pixel.
    long wanted = rowBytes * (height - 1) + ((long) width * bits + 7) / 8;
    if (pixelsAt + (fixedLength ? wanted : 0) > file.length) {
      throw UnreadableException.truncated(
          "declares " + width + "x" + height + " pixels and ends after " + file.length + " bytes");
    }
    return new ImageHeader(ImageFormat.BMP, width, (int) height, RGB);
  }

  /** The file with what pads its last row. */
  static byte[] padded(byte[] file) {
    return Arrays.copyOf(file, file.length + ROW_PADDING);
  }

  private static void checkKind(int bits, long compression) throws UnreadableException {
    boolean known =
        switch ((int) Math.min(compression, Integer.MAX_VALUE)) {
          case UNCOMPRESSED ->
              bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
          case RLE8 -> bits == 8;
          case RLE4 -> bits == 4;
          case BIT_FIELDS -> bits == 16 || bits == 32;
          default -> false;
        };
    if (!known) {
      throw UnreadableException.unsupported(
          "BMP of " + bits + " bits a pixel in compression " + compression);
    }
  }
}
