// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Member;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Makes zips, changes them and reads them. */
final class ZipFixture {
  static final ShardLimits LIMITS = ShardLimits.DEFAULT.withMaxMemberBytes(1 << 20);

  private ZipFixture() {}

  record Read(List<Member> members, List<Damage> damages, LeftOut leftOut) {
    Map<String, String> contents() {
      return members.stream()
          .collect(
              Collectors.toMap(
                  Member::name, each -> new String(each.content(), StandardCharsets.UTF_8)));
    }

    Member member(String name) {
      return members.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    List<String> reasons() {
      return damages.stream()
          .map(each -> each.name().orElse("") + " " + each.kind() + " " + each.reason())
          .toList();
    }
  }

  static Read read(byte[] zip) throws IOException {
    return read(new HeldBytes(zip));
  }

  static Read read(HeldBytes zip) throws IOException {
    List<Member> members = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    try (ShardReader reader = ShardReader.zip(zip, ShardRules.DEFAULT, LIMITS)) {
      while (reader.hasNext()) {
        ShardEntry entry = reader.next();
        if (entry instanceof Member member) {
          members.add(member);
        } else if (entry instanceof Damage damage) {
          damages.add(damage);
        }
      }
      return new Read(members, damages, reader.leftOut());
    }
  }

  /** Bytes that are given a few at a time. */
  static final class HeldBytes implements SeekableBytes {
    private final byte[] bytes;
    final AtomicLong given = new AtomicLong();

    HeldBytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(long offset, byte[] buffer, int start, int count) {
      int got = (int) Math.min(Math.min(count, 100), bytes.length - offset);
      if (got <= 0) {
        return -1;
      }
      System.arraycopy(bytes, (int) offset, buffer, start, got);
      given.addAndGet(got);
      return got;
    }
  }

  /** The part of the directory that is about a member, to be changed. */
  static ByteBuffer directory(byte[] zip, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    for (int at = zip.length - bytes.length; at >= ZipHeader.BYTES; at--) {
      ByteBuffer entry = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
      if (entry.getInt(at - ZipHeader.BYTES) == ZipHeader.SIGNATURE
          && Arrays.equals(zip, at, at + bytes.length, bytes, 0, bytes.length)) {
        return entry.position(at - ZipHeader.BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw new IllegalArgumentException("no member " + name);
  }

  @SafeVarargs
  static byte[] zip(Charset charset, Map.Entry<String, String>... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes, charset)) {
      for (Map.Entry<String, String> member : members) {
        out.putNextEntry(new ZipEntry(member.getKey()));
        out.write(member.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Writes by means of the library. */
  interface Writing {
    void to(ZipArchiveOutputStream out) throws IOException;
  }

  static byte[] library(Writing writing) throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(channel)) {
      writing.to(out);
    }
    return Arrays.copyOf(channel.array(), (int) channel.size());
  }

  static void put(ZipArchiveOutputStream out, String name, String content, int method)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(method);
    if (method == ZipEntry.STORED) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
    }
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }
}
