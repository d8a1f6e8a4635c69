// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A tar put together byte by byte, right or wrong. */
final class TarBytes {
  private static final int BLOCK = 512;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A file with its header. */
  TarBytes file(String name, byte[] content) {
    return raw(header(name, '0', Long.toOctalString(content.length))).content(content);
  }

  TarBytes file(String name, String content) {
    return file(name, text(content));
  }

  /** A member of a type with its content, such as a PAX header. */
  TarBytes member(char type, String name, String content) {
    byte[] bytes = text(content);
    return raw(header(name, type, Long.toOctalString(bytes.length))).content(bytes);
  }

  /** A link to another member. */
  TarBytes link(String name, char type, String target) {
    byte[] block = header(name, type, "0");
    put(block, 157, target);
    return raw(summed(block));
  }

  /** Gives a member of a short name another one. */
  static void rename(byte[] tar, int header, byte[] name) {
    Arrays.fill(tar, header, header + 100, (byte) 0);
    System.arraycopy(name, 0, tar, header, name.length);
    byte[] block = Arrays.copyOfRange(tar, header, header + BLOCK);
    System.arraycopy(summed(block), 0, tar, header, BLOCK);
  }

  /** A header and no content. */
  TarBytes declared(String name, char type, String octalSize) {
    return raw(header(name, type, octalSize));
  }

  /** Content filled up to whole blocks. */
  TarBytes content(byte[] content) {
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return this;
  }

  TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  int length() {
    return out.size();
  }

  byte[] open() {
    return out.toByteArray();
  }

  /** The bytes with the two empty blocks at the end. */
  byte[] end() {
    return Arrays.copyOf(out.toByteArray(), out.size() + 2 * BLOCK);
  }

  /** A line of a PAX header, its length counted in. */
  static String paxLine(String key, String value) {
    int rest = text(" " + key + "=" + value + "\n").length;
    int length = rest + 1;
    while (Integer.toString(length).length() + rest != length) {
      length++;
    }
    return length + " " + key + "=" + value + "\n";
  }

  private static byte[] header(String name, char type, String octalSize) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000644\0");
    put(block, 108, "0000000\0");
    put(block, 116, "0000000\0");
    put(block, 124, "0".repeat(Math.max(0, 11 - octalSize.length())) + octalSize + "\0");
    put(block, 136, "00000000000\0");
    put(block, 148, "        ");
    put(block, 156, String.valueOf(type));
    put(block, 257, "ustar\00000");
    return summed(block);
  }

  private static byte[] summed(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (byte each : block) {
      sum += each & 0xff;
    }
    put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text(text);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
