// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.io.ByteArrayOutputStream;

/** Writes GIFs, byte by byte, whose frames are all of colour 1 of two: (200, 100, 50). */
final class Gif {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Gif() {}

  static Gif screen(int width, int height) {
    Gif gif = new Gif();
    gif.bytes('G', 'I', 'F', '8', '9', 'a');
    gif.u16(width);
    gif.u16(height);
    gif.bytes(0x80, 0, 0, 9, 9, 9, 200, 100, 50);
    return gif;
  }

  /** A frame; transparent: colour 1 is declared transparent. */
  Gif frame(int left, int top, int width, int height, boolean transparent) {
    bytes(0x21, 0xf9, 4, transparent ? 1 : 0, 0, 0, 1, 0);
    bytes(0x2c);
    u16(left);
    u16(top);
    u16(width);
    u16(height);
    bytes(0, 2);
    // Codes of 3 bits: a clear code before each pixel keeps the width from growing.
    BitBlock codes = new BitBlock();
    for (int i = 0; i < Math.min(width * (long) height, 100); i++) {
      codes.add(4);
      codes.add(1);
    }
    codes.add(5);
    byte[] block = codes.bytes();
    bytes(block.length);
    out.writeBytes(block);
    bytes(0);
    return this;
  }

  byte[] bytes() {
    bytes(0x3b);
    return out.toByteArray();
  }

  private void u16(int value) {
    bytes(value & 255, value >> 8);
  }

  private void bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
  }

  private static final class BitBlock {
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private int pending;
    private int bits;

    private void add(int code) {
      pending |= code << bits;
      bits += 3;
      if (bits >= 8) {
        packed.write(pending);
        pending >>= 8;
        bits -= 8;
      }
    }

    private byte[] bytes() {
      packed.write(pending);
      return packed.toByteArray();
    }
  }
}
