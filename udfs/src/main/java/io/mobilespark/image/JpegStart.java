package io.mobilespark.image;

import java.util.Arrays;

/**
 * A JPEG behind an end of a line or other white space, which whoever fetched it has left there.
 * Anything else before it makes it no picture.
 */
final class JpegStart {
  /** More than a stray line is something else that holds a JPEG. */
  private static final int MOST_BYTES_BEFORE = 64;

  private JpegStart() {}

  /** The file from the JPEG's start on; itself where that is its first byte, or there is none. */
  static byte[] of(byte[] file) {
    if (file.length == 0 || !isWhite(file[0])) {
      return file;
    }
    int start = 0;
    while (start < Math.min(MOST_BYTES_BEFORE, file.length) && isWhite(file[start])) {
      start++;
    }
    byte[] rest = Arrays.copyOfRange(file, start, file.length);
    return rest.length > 2
            && (rest[0] & 0xff) == 0xff
            && (rest[1] & 0xff) == 0xd8
            && (rest[2] & 0xff) == 0xff
        ? rest
        : file;
  }

  private static boolean isWhite(byte each) {
    return each == '\n' || each == '\r' || each == '\t' || each == ' ';
  }
}
