// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What the directory of a zip says of a member.
 *
 * @param name with {@code /} between its parts
 * @param place of what is said, in the file; no other member has it
 * @param offset of its local header, in the file
 * @param packed bytes that it takes
 * @param size of it in bytes
 * @param crc of its content
 * @param method by which it is packed
 * @param flags of the general purpose
 * @param mode of Unix; 0 where the zip comes from elsewhere
 */
record ZipHeader(
    String name,
    long place,
    long offset,
    long packed,
    long size,
    long crc,
    int method,
    int flags,
    int mode) {
  static final int SIGNATURE = 0x02014b50;
  static final int BYTES = 46;

  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
  private static final int UTF_8 = 1 << 11;
  private static final int FORMAT_MASK = 0xf000;
  private static final int FOLDER = 0x4000;
  private static final int LINK = 0xa000;
  private static final int UNIX = 3;
  private static final int ZIP64 = 0x0001;
  private static final int UNICODE_NAME = 0x7075;
  private static final long MANY = 0xffffffffL;

  /** DOS's characters, which old zips are named in, where this JVM has them. */
  private static final Charset DOS =
      Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;

  /**
   * Reads one.
   *
   * @param fixed {@link #BYTES}
   * @param rest name, extra fields and comment
   * @param place where they are, in the file
   * @param begin of the zip in the file
   */
  static ZipHeader of(byte[] fixed, byte[] rest, long place, long begin) {
    ByteBuffer head = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    int flags = head.getShort(8) & 0xffff;
    int nameBytes = head.getShort(28) & 0xffff;
    int extraBytes = head.getShort(30) & 0xffff;
    ByteBuffer extra =
        ByteBuffer.wrap(rest, nameBytes, extraBytes).slice().order(ByteOrder.LITTLE_ENDIAN);
    long size = head.getInt(24) & MANY;
    long packed = head.getInt(20) & MANY;
    long offset = head.getInt(42) & MANY;
    ByteBuffer large = field(extra, ZIP64);
    // Only those are there that their own places are too small for.
    size = size == MANY && large.remaining() >= Long.BYTES ? large.getLong() : size;
    packed = packed == MANY && large.remaining() >= Long.BYTES ? large.getLong() : packed;
    offset = offset == MANY && large.remaining() >= Long.BYTES ? large.getLong() : offset;
    boolean unix = fixed[5] == UNIX;
    return new ZipHeader(
        name(rest, nameBytes, (flags & UTF_8) != 0, field(extra, UNICODE_NAME)),
        place,
        begin + offset,
        packed,
        size,
        head.getInt(16) & MANY,
        head.getShort(10) & 0xffff,
        flags,
        unix ? head.getInt(38) >>> 16 : 0);
  }

  /** How many bytes follow the fixed ones. */
  static int rest(byte[] fixed) {
    ByteBuffer head = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    return (head.getShort(28) & 0xffff)
        + (head.getShort(30) & 0xffff)
        + (head.getShort(32) & 0xffff);
  }

  boolean isFolder() {
    return name.endsWith("/") || (mode & FORMAT_MASK) == FOLDER;
  }

  boolean isLink() {
    return (mode & FORMAT_MASK) == LINK;
  }

  boolean isEncrypted() {
    return (flags & ENCRYPTED) != 0;
  }

  private static ByteBuffer field(ByteBuffer extra, int id) {
    ByteBuffer fields = extra.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (fields.remaining() >= 4) {
      int next = fields.getShort() & 0xffff;
      int length = Math.min(fields.getShort() & 0xffff, fields.remaining());
      if (next == id) {
        return fields.slice().limit(length).order(ByteOrder.LITTLE_ENDIAN);
      }
      fields.position(fields.position() + length);
    }
    return ByteBuffer.allocate(0);
  }

  /** In UTF-8 where the zip says so or it is, as macOS writes it without a word; else DOS's. */
  private static String name(byte[] rest, int length, boolean utf8, ByteBuffer unicode) {
    ByteBuffer bytes = ByteBuffer.wrap(rest, 0, length);
    String name;
    if (!utf8 && unicode.remaining() > 5 && unicode.get(0) == 1) {
      CRC32 crc = new CRC32();
      crc.update(rest, 0, length);
      // Whoever renamed the member without knowing of the field has left it as it was.
      if ((unicode.getInt(1) & MANY) == crc.getValue()) {
        bytes = unicode.position(5).slice();
      }
    }
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      name = DOS.decode(bytes).toString();
    }
    return name.indexOf('/') < 0 ? name.replace('\\', '/') : name;
  }
}
