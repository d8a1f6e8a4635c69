package io.mobilespark.image;

/**
 * The logical screen of a GIF and the size of its first frame (GIF89a specification, 18 to 20),
 * which may be larger than the screen.
 */
final class GifHeader {
  private static final int SIGNATURE_BYTES = 6;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int RGB = 3;

  private GifHeader() {}

  static ImageHeader read(byte[] file, ImageLimits limits) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, SIGNATURE_BYTES);
    int width = in.u16LittleEndian();
    int height = in.u16LittleEndian();
    limits.check(width, height);
    int flags = in.u8();
    in.skip(2);
    if ((flags & 0x80) != 0) {
      in.skip(3L << ((flags & 7) + 1));
    }
    checkFirstFrame(in, limits);
    return new ImageHeader(ImageFormat.GIF, width, height, RGB);
  }

  private static void checkFirstFrame(EncodedBytes in, ImageLimits limits)
      throws UnreadableException {
    int block = in.u8();
    while (block == EXTENSION) {
      in.skip(1);
      for (int length = in.u8(); length > 0; length = in.u8()) {
        in.skip(length);
      }
      block = in.u8();
    }
    if (block != IMAGE) {
      throw UnreadableException.corrupt(
          block == TRAILER ? "has no frame" : "has an unknown block " + block);
    }
    in.skip(4);
    limits.check(in.u16LittleEndian(), in.u16LittleEndian());
  }
}
