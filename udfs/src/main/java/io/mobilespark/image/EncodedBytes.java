// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/** A cursor over an encoded picture; reading past its end says {@code TRUNCATED}. */
final class EncodedBytes {
  private final byte[] bytes;
  private int position;

  EncodedBytes(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= bytes.length;
  }

  void skip(long count) throws UnreadableException {
    if (count > bytes.length - position) {
      throw ended();
    }
    position += (int) count;
  }

  int u8() throws UnreadableException {
    if (atEnd()) {
      throw ended();
    }
    return bytes[position++] & 0xff;
  }

  int u16BigEndian() throws UnreadableException {
    return u8() << 8 | u8();
  }

  int u16LittleEndian() throws UnreadableException {
    return u8() | u8() << 8;
  }

  int u24LittleEndian() throws UnreadableException {
    return u16LittleEndian() | u8() << 16;
  }

  long u32BigEndian() throws UnreadableException {
    return (long) u16BigEndian() << 16 | u16BigEndian();
  }

  long u32LittleEndian() throws UnreadableException {
    return u16LittleEndian() | (long) u16LittleEndian() << 16;
  }

  int i32LittleEndian() throws UnreadableException {
    return (int) u32LittleEndian();
  }

  private UnreadableException ended() {
    return UnreadableException.truncated(
        "ends within its structure after " + bytes.length + " bytes");
  }
}
