package io.mobilespark.image;

/** The image header of a PNG (PNG specification, third edition, 11.2.1) and its chunk structure. */
final class PngHeader {
  private static final int SIGNATURE_BYTES = 8;
  private static final long IHDR = 0x49484452;
  private static final long EXIF = 0x65584966;
  private static final long IEND = 0x49454e44;

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
