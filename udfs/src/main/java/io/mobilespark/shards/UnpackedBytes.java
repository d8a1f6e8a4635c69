// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Kind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A stored stream, unpacked where its first bytes say that it is packed, several of them one after
 * the other too. Counts both sides, so that a bomb ends at the limits.
 */
final class UnpackedBytes implements ByteSource {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAGIC_BYTES = 12;
  private static final int SKIP_BYTES = 64 << 10;

  private final StoredStream stored;
  private final InputStream in;
  private final boolean packed;
  private final long from;
  private final ShardLimits limits;
  private long read;

  private UnpackedBytes(
      StoredStream stored, InputStream in, boolean packed, long from, ShardLimits limits) {
    this.stored = stored;
    this.in = in;
    this.packed = packed;
    this.from = from;
    this.limits = limits;
  }

  /** Bytes that are what they are, the first of them at an offset. */
  static UnpackedBytes plain(StoredStream stored, long from, ShardLimits limits) {
    return new UnpackedBytes(
        stored, new BufferedInputStream(stored, BUFFER_BYTES), false, from, limits);
  }

  /**
   * Bytes unpacked as they need it.
   *
   * @param plain whether the first twelve bytes show that they are not packed, whatever else they
   *     look like
   */
  static UnpackedBytes of(StoredStream stored, Predicate<byte[]> plain, ShardLimits limits)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(stored, BUFFER_BYTES);
    in.mark(MAGIC_BYTES);
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    in.reset();
    Optional<Packing> packing =
        plain.test(magic)
            ? Optional.empty()
            : Arrays.stream(Packing.values()).filter(each -> each.begins(magic)).findFirst();
    if (packing.isPresent()) {
      try {
        return new UnpackedBytes(stored, packing.get().unpacked(in), true, 0, limits);
      } catch (IOException e) {
        throw told(stored, 0, e);
      }
    }
    return new UnpackedBytes(stored, in, false, 0, limits);
  }

  @Override
  public long position() {
    return from + read;
  }

  @Override
  public long left() {
    return packed ? limits.maxUnpackedBytes() - read : stored.length() - read;
  }

  @Override
  public int read(byte[] buffer, int start, int count) throws IOException {
    int got;
    try {
      got = in.read(buffer, start, count);
    } catch (IOException e) {
      throw told(stored, position(), e);
    }
    if (got > 0) {
      read += got;
      refuseBomb();
    }
    return got;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[(int) Math.min(count, SKIP_BYTES)];
    long skipped = 0;
    while (skipped < count) {
      int got = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
      if (got < 0) {
        break;
      }
      skipped += got;
    }
    return skipped;
  }

  /** Reads a packed stream to its end, where its checksum stands. */
  void check() throws IOException {
    if (packed) {
      skip(Long.MAX_VALUE);
    }
  }

  private static IOException told(StoredStream stored, long position, IOException e) {
    if (stored.failure().isPresent()) {
      return e;
    }
    String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    boolean ended =
        e instanceof EOFException || what.toLowerCase(Locale.ROOT).contains("truncated");
    return ended
        ? new BrokenShardException(
            position, Kind.TRUNCATED, "the packed bytes end before they should")
        : new BrokenShardException(
            position, Kind.CORRUPT, "the packed bytes cannot be unpacked: " + what);
  }

  private void refuseBomb() throws BrokenShardException {
    if (!packed) {
      return;
    }
    if (read > limits.maxUnpackedBytes()) {
      throw new BrokenShardException(
          position(),
          Kind.TOO_LARGE,
          String.format(Locale.ROOT, "more than %d bytes unpacked", limits.maxUnpackedBytes()));
    }
    long ratio = (read - ShardLimits.FREE_BYTES) / Math.max(1, stored.position());
    if (ratio >= limits.maxRatio()) {
      throw new BrokenShardException(
          position(),
          Kind.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "%d bytes unpack to more than %d, %d times as many",
              stored.position(),
              read,
              limits.maxRatio()));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
