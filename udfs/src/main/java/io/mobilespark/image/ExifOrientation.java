// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a camera meant its picture to be turned: EXIF's tag 274, from 1, upright, to 8. Where a file
 * says none, or nothing that is one, it is upright. Only that one tag is read, within the file's
 * own bytes; TIFF wants a reader of directories anyway.
 */
final class ExifOrientation {
  static final int UPRIGHT = 1;

  private static final int MOST = 8;
  private static final int TAG = 274;
  private static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private ExifOrientation() {}

  /** Of a file whose header was read. */
  static int of(byte[] file, ImageFormat format, ImageLimits limits) {
    try {
      Span exif =
          switch (format) {
            case JPEG -> JpegHeader.exif(file);
            case PNG -> PngHeader.exif(file);
            case WEBP -> WebpFile.read(file, limits).exif();
            case TIFF -> new Span(0, file.length);
            case GIF, BMP -> Span.NONE;
          };
      return exif.length() == 0 ? UPRIGHT : read(file, withoutPrefix(file, exif));
    } catch (UnreadableException e) {
      return UPRIGHT;
    }
  }

  static boolean hasPrefix(byte[] file, int offset, int length) {
    return length >= PREFIX.length
        && Arrays.equals(file, offset, offset + PREFIX.length, PREFIX, 0, PREFIX.length);
  }

  private static Span withoutPrefix(byte[] file, Span exif) {
    return hasPrefix(file, exif.offset(), exif.length())
        ? new Span(exif.offset() + PREFIX.length, exif.length() - PREFIX.length)
        : exif;
  }

  private static int read(byte[] file, Span exif) throws UnreadableException {
    long value = TiffDirectory.read(file, exif).value(TAG, UPRIGHT);
    return value >= UPRIGHT && value <= MOST ? (int) value : UPRIGHT;
  }
}
