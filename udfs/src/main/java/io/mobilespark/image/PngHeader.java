// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The image header of a PNG (PNG specification, third edition, 11.2.1) and its chunk structure. */
final class PngHeader {
  private static final int SIGNATURE_BYTES = 8;
  private static final long IHDR = 0x49484452;
  private static final long EXIF = 0x65584966;
  private static final long IEND = 0x49454e44;
  private static final int COMPRESSED_TEXT = 0x7a545874;
  private static final int INTERNATIONAL_TEXT = 0x69545874;
  private static final int CHUNK_BYTES = 12;

  /** Where the bits a sample stand; the colour type follows. */
  private static final int DEPTH_AT = 24;

  /** libpng unpacks each, up to 8 MB of it, whoever asks for it or not. */
  private static final int MOST_TEXTS = 8;

  private PngHeader() {}

  static ImageHeader read(byte[] file, ImageLimits limits) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, SIGNATURE_BYTES);
    long length = in.u32BigEndian();
    long type = in.u32BigEndian();
    if (type != IHDR || length != 13) {
      throw UnreadableException.corrupt("does not begin with an image header chunk");
    }
    long width = in.u32BigEndian();
    long height = in.u32BigEndian();
    // Depth, colour type, compression, filter, interlace and checksum are libpng's to judge.
    in.skip(1);
    int colourType = in.u8();
    in.skip(3 + 4);
    limits.check(width, height);
    return new ImageHeader(ImageFormat.PNG, (int) width, (int) height, channels(colourType));
  }

  /** Whether a file whose header was read has grey of 16 bits, without alpha. */
  static boolean isDeepGrey(byte[] file) {
    return file[DEPTH_AT] == 16 && file[DEPTH_AT + 1] == 0;
  }

  private static int channels(int colourType) {
    return switch (colourType) {
      case 0 -> 1;
      case 4 -> 2;
      case 6 -> 4;
      default -> 3;
    };
  }

  /** What the EXIF chunk holds; {@link Span#NONE} where there is none. */
  static Span exif(byte[] file) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, SIGNATURE_BYTES);
    long type = 0;
    while (type != IEND && !in.atEnd()) {
      long length = in.u32BigEndian();
      type = in.u32BigEndian();
      int start = in.position();
      in.skip(length + 4);
      if (type == EXIF) {
        return new Span(start, (int) length);
      }
    }
    return Span.NONE;
  }

  /** The file without its texts, where it has many that may be compressed; else itself. */
  static byte[] withoutTexts(byte[] file) {
    int texts = 0;
    for (int at = SIGNATURE_BYTES; at < file.length; at = chunkEnd(file, at)) {
      texts += isText(file, at) ? 1 : 0;
    }
    if (texts <= MOST_TEXTS) {
      return file;
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, SIGNATURE_BYTES);
    for (int at = SIGNATURE_BYTES; at < file.length; at = chunkEnd(file, at)) {
      if (!isText(file, at)) {
        kept.write(file, at, chunkEnd(file, at) - at);
      }
    }
    return kept.toByteArray();
  }

  private static boolean isText(byte[] file, int chunk) {
    if (file.length - chunk < CHUNK_BYTES) {
      return false;
    }
    int type = ByteBuffer.wrap(file).getInt(chunk + 4);
    return type == COMPRESSED_TEXT || type == INTERNATIONAL_TEXT;
  }

  private static int chunkEnd(byte[] file, int chunk) {
    if (file.length - chunk < CHUNK_BYTES) {
      return file.length;
    }
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(chunk));
    return (int) Math.min(file.length, chunk + CHUNK_BYTES + length);
  }

  /** Whether the file ends before its last chunk does. */
  static boolean endsEarly(byte[] file) {
    EncodedBytes in = new EncodedBytes(file, SIGNATURE_BYTES);
    try {
      long type;
      do {
        long length = in.u32BigEndian();
        type = in.u32BigEndian();
        in.skip(length + 4);
      } while (type != IEND);
      return false;
    } catch (UnreadableException e) {
      return true;
    }
  }
}
