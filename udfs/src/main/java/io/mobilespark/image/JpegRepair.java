// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * JPEGs that lack nothing but a mark, as whoever fetched or wrote them has left them: made such as
 * libjpeg takes them.
 */
final class JpegRepair {
  /** More than a stray line is something else that holds a JPEG. */
  private static final int MOST_BYTES_BEFORE = 64;

  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final int FIRST_WITH_CONTENT = 0xc0;

  private JpegRepair() {}

  /**
   * The JPEG from its last start on, with its height where that follows the first scan; the file
   * itself where it is no JPEG.
   */
  static byte[] of(byte[] file) {
    int start = start(file);
    byte[] jpeg = start == 0 ? file : Arrays.copyOfRange(file, start, file.length);
    try {
      return ImageFormat.JPEG == ImageFormat.of(jpeg) ? JpegHeader.withHeight(jpeg) : file;
    } catch (UnreadableException e) {
      // What is wrong with it, its reader says.
      return jpeg;
    }
  }

  /** The file with an end mark. */
  static byte[] ended(byte[] file) {
    byte[] ended = Arrays.copyOf(file, file.length + 2);
    ended[file.length] = (byte) 0xff;
    ended[file.length + 1] = (byte) 0xd9;
    return ended;
  }

  /**
   * Whether all pixels of a JPEG are there; the JDK's libjpeg says where it makes some up, which
   * TensorFlow's does not.
   *
   * @param jpeg with its end mark, its header checked
   */
  static boolean isWhole(byte[] jpeg) {
    AtomicBoolean whole = new AtomicBoolean(true);
    try {
      JdkJpeg.samples(jpeg, warning -> whole.set(false));
      return whole.get();
    } catch (UnreadableException e) {
      // What it refuses it does not call whole.
      return false;
    }
  }

  /**
   * Where the JPEG starts behind white space, a byte order mark or another start; 0 where anything
   * else is before it, which makes it no picture.
   */
  private static int start(byte[] file) {
    int start = 0;
    while (start < Math.min(MOST_BYTES_BEFORE, file.length - 4)
        && (isBlank(file[start]) || isDoubled(file, start))) {
      start += isBlank(file[start]) ? 1 : 2;
    }
    return isStart(file, start) ? start : 0;
  }

  private static boolean isBlank(byte each) {
    return each == '\n'
        || each == '\r'
        || each == '\t'
        || each == ' '
        || BYTE_ORDER_MARK.indexOf(each & 0xff) >= 0;
  }

  private static boolean isDoubled(byte[] file, int at) {
    return isStart(file, at) && isStart(file, at + 2);
  }

  private static boolean isStart(byte[] file, int at) {
    return file.length >= at + 4
        && (file[at] & 0xff) == 0xff
        && (file[at + 1] & 0xff) == 0xd8
        && (file[at + 2] & 0xff) == 0xff
        && (file[at + 3] & 0xff) >= FIRST_WITH_CONTENT;
  }
}
