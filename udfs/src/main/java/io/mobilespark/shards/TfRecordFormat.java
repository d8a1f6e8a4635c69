// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import io.mobilespark.shards.ShardEntry.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TFRecord: eight bytes of length, their checksum, the data, its checksum, all little-endian
 * (TensorFlow, tensorflow/core/lib/io/record_writer.h). A record whose data is broken is lost
 * alone; a length that is wrong leaves no way to the next record.
 */
final class TfRecordFormat implements ShardFormat {
  static final int HEADER_BYTES = 12;
  private static final int LENGTH_BYTES = 8;
  private static final int CRC_BYTES = 4;

  private static final int MOST_NAMED = 12;

  /** What an example may hold besides its picture. */
  private static final long BESIDE_BYTES = 1 << 20;

  private final ByteSource bytes;
  private final ExampleFeatures features;
  private final ShardLimits limits;
  private final Set<String> wanted;
  private long record;

  TfRecordFormat(ByteSource bytes, ExampleFeatures features, ShardLimits limits) {
    this.bytes = bytes;
    this.features = features;
    this.limits = limits;
    this.wanted = new HashSet<>(features.labels());
    wanted.addAll(features.contents());
    wanted.addAll(features.names());
  }

  /**
   * Whether the first bytes are a length with its checksum: a length may look like gzip's magic.
   */
  static boolean isHeader(byte[] bytes) {
    return bytes.length >= HEADER_BYTES
        && little(bytes).getInt(LENGTH_BYTES) == MaskedCrc.of(bytes, 0, LENGTH_BYTES);
  }

  @Override
  public boolean read(EntrySink sink) throws IOException {
    long offset = bytes.position();
    byte[] header = bytes.next(HEADER_BYTES);
    if (header.length == 0) {
      return false;
    }
    if (header.length < HEADER_BYTES) {
      throw new BrokenShardException(
          offset, Kind.TRUNCATED, "the file ends within a record's header");
    }
    if (!isHeader(header)) {
      throw new BrokenShardException(
          offset,
          Kind.CORRUPT,
          offset == 0
              ? "no TFRecord file: the checksum of the first record's length is wrong"
              : "the checksum of a record's length is wrong");
    }
    long length = little(header).getLong(0);
    if (length < 0 || length > bytes.left() - CRC_BYTES) {
      throw truncated(offset, length, bytes.left());
    }
    long number = record++;
    if (length > limits.maxMemberBytes() + BESIDE_BYTES) {
      long passed = bytes.skip(length + CRC_BYTES);
      if (passed < length + CRC_BYTES) {
        throw truncated(offset, length, passed);
      }
      damage(
          sink,
          offset,
          Kind.TOO_LARGE,
          String.format(Locale.ROOT, "a record has %d bytes", length));
      return true;
    }
    byte[] data = bytes.next((int) length);
    byte[] crc = bytes.next(CRC_BYTES);
    if (crc.length < CRC_BYTES) {
      throw truncated(offset, length, data.length);
    }
    if (little(crc).getInt(0) != MaskedCrc.of(data, 0, data.length)) {
      damage(sink, offset, Kind.CORRUPT, "the checksum of a record's data is wrong");
    } else {
      example(offset, number, data, sink);
    }
    return true;
  }

  @Override
  public void finish(EntrySink sink) {
    // Every record stands alone.
  }

  private void example(long offset, long number, byte[] data, EntrySink sink) {
    Map<String, ExampleValue> values;
    try {
      values = ExampleValue.read(data, wanted);
    } catch (IOException e) {
      damage(sink, offset, Kind.UNSUPPORTED_FORMAT, "a record is no tf.train.Example");
      return;
    }
    ExampleValue content = first(values, features.contents());
    if (content == null) {
      damage(sink, offset, Kind.UNSUPPORTED_FORMAT, noPicture(data));
    } else if (content.bytes().length > limits.maxMemberBytes()) {
      String reason =
          String.format(Locale.ROOT, "a record's picture has %d bytes", content.bytes().length);
      damage(sink, offset, Kind.TOO_LARGE, reason);
    } else {
      try {
        sink.member(offset, new Member(name(values, number), content.bytes(), label(values)));
      } catch (IllegalArgumentException e) {
        damage(sink, offset, Kind.CORRUPT, String.valueOf(e.getMessage()));
      }
    }
  }

  private String name(Map<String, ExampleValue> values, long number) {
    return Optional.ofNullable(first(values, features.names()))
        .map(ExampleValue::text)
        .filter(text -> !text.isEmpty())
        .map(text -> MemberName.of(text, limits.maxNameBytes()).text())
        .orElseGet(() -> String.format(Locale.ROOT, "%08d", number));
  }

  private Optional<String> label(Map<String, ExampleValue> values) {
    for (String feature : features.labels()) {
      ExampleValue value = values.get(feature);
      if (value != null && value.bytes().length > limits.maxNameBytes()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "a record's label has more than %d bytes", limits.maxNameBytes()));
      }
      if (value != null && !value.text().isEmpty()) {
        return Optional.of(value.text());
      }
    }
    return Optional.empty();
  }

  private static @Nullable ExampleValue first(
      Map<String, ExampleValue> values, List<String> features) {
    for (String feature : features) {
      ExampleValue value = values.get(feature);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private String noPicture(byte[] data) {
    String there;
    try {
      there = String.join(", ", ExampleValue.names(data, MOST_NAMED));
    } catch (IOException e) {
      there = "none";
    }
    return String.format(
        Locale.ROOT,
        "a record has no feature %s of bytes; it has %s; --example-features names them",
        String.join(" or ", features.contents()),
        there);
  }

  private static void damage(EntrySink sink, long offset, Kind kind, String reason) {
    sink.damage(new Damage(offset, kind, reason, Optional.empty()));
  }

  private static BrokenShardException truncated(long offset, long length, long there) {
    return new BrokenShardException(
        offset,
        Kind.TRUNCATED,
        String.format(
            Locale.ROOT,
            "a record of %s bytes ends after %d",
            Long.toUnsignedString(length),
            Math.max(0, there)));
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
