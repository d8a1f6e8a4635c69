// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Member;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Shards in memory and what they give. */
final class Shards {
  private Shards() {}

  static List<ShardEntry> tar(byte[] bytes) {
    return tar(bytes, ShardLimits.DEFAULT);
  }

  static List<ShardEntry> tar(byte[] bytes, ShardLimits limits) {
    return all(ShardReader.tar(new ByteArrayInputStream(bytes), bytes.length, limits));
  }

  static ShardReader open(byte[] bytes) {
    return ShardReader.tar(new ByteArrayInputStream(bytes), bytes.length, ShardLimits.DEFAULT);
  }

  static List<ShardEntry> allFiles(byte[] bytes) {
    return tar(bytes, new ShardRules(true, "", ExampleFeatures.DEFAULT));
  }

  static List<ShardEntry> labelled(byte[] bytes, String field) {
    return tar(bytes, new ShardRules(false, field, ExampleFeatures.DEFAULT));
  }

  private static List<ShardEntry> tar(byte[] bytes, ShardRules rules) {
    return all(
        ShardReader.tar(new ByteArrayInputStream(bytes), bytes.length, rules, ShardLimits.DEFAULT));
  }

  /** A plain tar whose headers are read beforehand. */
  static List<ShardEntry> indexed(byte[] bytes) throws IOException {
    return part(
        bytes, TarIndex.of(new Bytes(bytes), ShardLimits.DEFAULT).ranges(Long.MAX_VALUE).get(0));
  }

  static List<ShardEntry> part(byte[] bytes, TarRange range) {
    return all(
        ShardReader.tar(
            new ByteArrayInputStream(bytes, (int) range.from(), (int) range.length()),
            range,
            new Bytes(bytes),
            ShardRules.DEFAULT,
            ShardLimits.DEFAULT));
  }

  /** Bytes in memory as a file. */
  record Bytes(byte[] bytes) implements SeekableBytes {
    Bytes {}

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(long offset, byte[] buffer, int start, int count) {
      int got = (int) Math.min(count, bytes.length - offset);
      System.arraycopy(bytes, (int) offset, buffer, start, got);
      return got <= 0 ? -1 : got;
    }
  }

  static List<ShardEntry> tfRecord(byte[] bytes) {
    return tfRecord(bytes, ShardLimits.DEFAULT);
  }

  static List<ShardEntry> tfRecord(byte[] bytes, ShardLimits limits) {
    return all(
        ShardReader.tfRecord(
            new ByteArrayInputStream(bytes), bytes.length, ExampleFeatures.DEFAULT, limits));
  }

  /** All entries; the reader is closed. */
  static List<ShardEntry> all(ShardReader reader) {
    List<ShardEntry> entries = new ArrayList<>();
    try (reader) {
      reader.forEachRemaining(entries::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** One line per entry: NAME=CONTENT[label], or !KIND@OFFSET reason. */
  static List<String> lines(List<ShardEntry> entries) {
    return entries.stream().map(Shards::line).toList();
  }

  private static String line(ShardEntry entry) {
    if (entry instanceof Member member) {
      String content = new String(member.content(), StandardCharsets.UTF_8);
      return member.name()
          + "="
          + content
          + member.label().map(label -> "[" + label + "]").orElse("");
    }
    Damage damage = (Damage) entry;
    return String.format(Locale.ROOT, "!%s@%d %s", damage.kind(), damage.offset(), damage.reason());
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
