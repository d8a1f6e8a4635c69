// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The logical screen of a GIF and its first frame (GIF89a specification, 18 to 20). As Pillow has
 * it, a frame that is larger than the screen makes the screen larger, and bytes between blocks that
 * begin none are passed over.
 *
 * @param width of the screen that the frame lies on
 * @param height of the screen that the frame lies on
 * @param tableEnd where the screen's colours end
 * @param frame where the first frame begins
 */
record GifHeader(int width, int height, int tableEnd, int frame) {
  private static final int SIGNATURE_BYTES = 6;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int RGB = 3;

  static GifHeader read(byte[] file, ImageLimits limits) throws UnreadableException {
    EncodedBytes in = new EncodedBytes(file, SIGNATURE_BYTES);
    int width = in.u16LittleEndian();
    int height = in.u16LittleEndian();
    int flags = in.u8();
    in.skip(2);
    if ((flags & 0x80) != 0) {
      in.skip(3L << ((flags & 7) + 1));
    }
    int tableEnd = in.position();
    skipToFrame(in);
    int frame = in.position() - 1;
    int left = in.u16LittleEndian();
    int top = in.u16LittleEndian();
    int frameWidth = in.u16LittleEndian();
    int frameHeight = in.u16LittleEndian();
    limits.check(frameWidth, frameHeight);
    int wide = Math.max(width, left + frameWidth);
    int high = Math.max(height, top + frameHeight);
    limits.check(wide, high);
    return new GifHeader(wide, high, tableEnd, frame);
  }

  ImageHeader header() {
    return new ImageHeader(ImageFormat.GIF, width, height, RGB);
  }

  /** The file with the screen that its first frame wants, and nothing before that frame. */
  byte[] plain(byte[] file) {
    return ByteBuffer.allocate(tableEnd + file.length - frame)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(file, 0, tableEnd)
        .put(file, frame, file.length - frame)
        .putShort(SIGNATURE_BYTES, (short) width)
        .putShort(SIGNATURE_BYTES + 2, (short) height)
        .array();
  }

  private static void skipToFrame(EncodedBytes in) throws UnreadableException {
    for (int block = in.u8(); block != IMAGE; block = in.u8()) {
      if (block == TRAILER) {
        throw UnreadableException.corrupt("has no frame");
      }
      if (block == EXTENSION) {
        in.skip(1);
        for (int length = in.u8(); length > 0; length = in.u8()) {
          in.skip(length);
        }
      }
    }
  }
}
