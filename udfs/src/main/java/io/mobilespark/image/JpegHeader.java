// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.io.ByteArrayOutputStream;

/**
 * The frame header of a JPEG (ITU-T T.81, annex B): the first start-of-frame marker, which is the
 * one that libjpeg goes by.
 */
final class JpegHeader {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int TEMPORARY = 0x01;
  private static final int NUMBER_OF_LINES = 0xdc;
  private static final int FIRST_APPLICATION = 0xe0;
  private static final int EXIF_APPLICATION = 0xe1;
  private static final int LAST_APPLICATION = 0xef;
  private static final int COMMENT = 0xfe;
  private static final int PROGRESSIVE = 0xc2;

  /** Encoders write ten; each one walks through all pixels, however short it is. */
  private static final int MOST_SCANS = 500;

  /** Of a frame header, before what it says of each component. */
  private static final int FRAME_BYTES = 8;

  private JpegHeader() {}

  static ImageHeader read(byte[] file, ImageLimits limits) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, 2);
    while (true) {
      int marker = nextMarker(in);
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE || marker == START_OF_IMAGE) {
        throw UnreadableException.corrupt("has no frame header before its first scan");
      }
      if (isStartOfFrame(marker)) {
        return frame(marker, in, limits);
      }
      if (hasContent(marker)) {
        skipContent(in);
      }
    }
  }

  /**
   * The JPEG with its height in its frame header, where that is 0 and a DNL segment behind the
   * first scan has it; itself otherwise.
   */
  static byte[] withHeight(byte[] jpeg) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(jpeg, 2);
    int heightAt = 0;
    for (int marker = nextMarker(in); marker != END_OF_IMAGE; marker = nextMarker(in)) {
      int start = in.position();
      if (hasContent(marker)) {
        skipContent(in);
      }
      if (isStartOfFrame(marker)) {
        heightAt = start + 3;
        if (heightAt + 1 >= jpeg.length || jpeg[heightAt] != 0 || jpeg[heightAt + 1] != 0) {
          return jpeg;
        }
      }
      if (marker == NUMBER_OF_LINES && heightAt > 0 && in.position() - start == 4) {
        byte[] whole = jpeg.clone();
        whole[heightAt] = jpeg[start + 2];
        whole[heightAt + 1] = jpeg[start + 3];
        return whole;
      }
    }
    return jpeg;
  }

  /**
   * Whether the file ends before its end-of-image marker. Markers in the content of segments, such
   * as those of an EXIF thumbnail, do not count.
   */
  static boolean endsEarly(byte[] file) {
    EncodedBytes in = new EncodedBytes(file, 2);
    try {
      int marker = nextMarker(in);
      while (marker != END_OF_IMAGE) {
        if (hasContent(marker)) {
          skipContent(in);
        }
        marker = nextMarker(in);
      }
      return false;
    } catch (UnreadableException e) {
      return true;
    }
  }

  /** The first EXIF segment before the first frame; {@link Span#NONE} where there is none. */
  static Span exif(byte[] file) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, 2);
    int marker = nextMarker(in);
    while (marker != START_OF_SCAN && marker != END_OF_IMAGE) {
      int start = in.position() + 2;
      if (hasContent(marker)) {
        skipContent(in);
      }
      int length = in.position() - start;
      if (marker == EXIF_APPLICATION && ExifOrientation.hasPrefix(file, start, length)) {
        return new Span(start, length);
      }
      marker = nextMarker(in);
    }
    return Span.NONE;
  }

  /**
   * Writes what follows the start of a JPEG within a file, without the segments for applications
   * and people.
   */
  static void copyWithoutComments(byte[] file, Span jpeg, ByteArrayOutputStream out)
      throws UnreadableException {
    int end = jpeg.offset() + jpeg.length();
    EncodedBytes in = new EncodedBytes(file, jpeg.offset() + 2);
    while (true) {
      int marker = nextMarker(in);
      int start = in.position() - 2;
      if (!hasContent(marker) || marker == START_OF_SCAN) {
        out.write(file, start, Math.max(0, end - start));
        return;
      }
      skipContent(in);
      boolean comment = marker >= FIRST_APPLICATION && marker <= COMMENT;
      if (in.position() > end) {
        throw UnreadableException.truncated("has a piece that ends within its head");
      }
      if (!comment || (marker > LAST_APPLICATION && marker < COMMENT)) {
        out.write(file, start, in.position() - start);
      }
    }
  }

  private static ImageHeader frame(int marker, EncodedBytes in, ImageLimits limits)
      throws UnreadableException {
    int length = in.u16BigEndian();
    int precision = in.u8();
    int height = in.u16BigEndian();
    int width = in.u16BigEndian();
    int components = in.u8();
    if (marker > PROGRESSIVE) {
      throw UnreadableException.unsupported(kind(marker) + " JPEG");
    }
    if (precision != 8) {
      throw UnreadableException.unsupported(precision + "-bit JPEG");
    }
    if (components != 1 && components != 3 && components != 4) {
      throw UnreadableException.unsupported("JPEG of " + components + " components");
    }
    limits.check(width, height);
    if (scans(in, length - FRAME_BYTES, marker == PROGRESSIVE ? 0 : components) > MOST_SCANS) {
      throw new UnreadableException(
          RejectionReason.TOO_LARGE, "has more than " + MOST_SCANS + " scans");
    }
    return new ImageHeader(ImageFormat.JPEG, width, height, components);
  }

  /**
   * Scans behind a frame header, one more than are allowed at most. What else is wrong with them,
   * their decoder says.
   *
   * @param left of the frame header's bytes
   * @param only components that make a scan the only one
   */
  private static int scans(EncodedBytes in, int left, int only) {
    int scans = 0;
    try {
      in.skip(Math.max(left, 0));
      for (int marker = nextMarker(in); marker != END_OF_IMAGE; marker = nextMarker(in)) {
        if (marker == START_OF_SCAN) {
          scans++;
          int length = in.u16BigEndian();
          if (in.u8() == only || scans > MOST_SCANS) {
            return scans;
          }
          in.skip(Math.max(length - 3, 0));
        } else if (hasContent(marker)) {
          skipContent(in);
        }
      }
      return scans;
    } catch (UnreadableException e) {
      return scans;
    }
  }

  private static String kind(int marker) {
    return switch (marker) {
      case 0xc3 -> "lossless";
      case 0xc5, 0xc6, 0xc7, 0xcd, 0xce, 0xcf -> "hierarchical";
      default -> "arithmetic-coded";
    };
  }

  /** C0 to CF without the tables C4 (Huffman) and CC (arithmetic) and the reserved C8. */
  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean hasContent(int marker) {
    return marker != TEMPORARY && (marker < 0xd0 || marker > END_OF_IMAGE);
  }

  private static void skipContent(EncodedBytes in) throws UnreadableException {
    int length = in.u16BigEndian();
    if (length < 2) {
      throw UnreadableException.corrupt("has a segment of length " + length);
    }
    in.skip(length - 2);
  }

  /** The next marker, past entropy-coded data, stuffed zeros and fill bytes. */
  private static int nextMarker(EncodedBytes in) throws UnreadableException {
    while (true) {
      int value = in.u8();
      while (value != 0xff) {
        value = in.u8();
      }
      while (value == 0xff) {
        value = in.u8();
      }
      if (value != 0) {
        return value;
      }
    }
  }
}
