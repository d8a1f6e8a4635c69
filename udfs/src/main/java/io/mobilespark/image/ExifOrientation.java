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

  /** Of a JPEG whose header was read. */
  static int ofJpeg(byte[] jpeg) {
    try {
      return of(jpeg, JpegHeader.exif(jpeg));
    } catch (UnreadableException e) {
      return UPRIGHT;
    }
  }

  /** Of a PNG whose header was read. */
  static int ofPng(byte[] png) {
    try {
      return of(png, PngHeader.exif(png));
    } catch (UnreadableException e) {
      return UPRIGHT;
    }
  }

  /** By EXIF data; {@link Span#NONE} where a file has none. */
  static int of(byte[] file, Span exif) {
    try {
      return exif.length() == 0 ? UPRIGHT : of(TiffDirectory.read(file, withoutPrefix(file, exif)));
    } catch (UnreadableException e) {
      return UPRIGHT;
    }
  }

  /** By a directory that was read. */
  static int of(TiffDirectory directory) {
    try {
      long value = directory.value(TAG, UPRIGHT);
      return value >= UPRIGHT && value <= MOST ? (int) value : UPRIGHT;
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
}
