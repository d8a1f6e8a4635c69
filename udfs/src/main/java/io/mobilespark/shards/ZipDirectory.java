// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The directory at the end of a zip, read part by part: a library would hold all of it, which of an
 * ImageNet is more than an executor has to spare.
 */
final class ZipDirectory {
  private static final int LOCAL = 0x04034b50;
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int COMMENT_BYTES = 0xffff;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int MANY = 0xffff;
  private static final long MANY_BYTES = 0xffffffffL;

  /** Read at once, so that one who goes to and fro between it and the members seldom does. */
  private static final int CHUNK_BYTES = 1 << 20;

  private final SeekableBytes file;
  private final long begin;
  private final long end;
  private long position;
  private byte[] chunk = new byte[0];
  private long chunkAt;

  private ZipDirectory(SeekableBytes file, long begin, long from, long end) {
    this.file = file;
    this.begin = begin;
    this.position = from;
    this.end = end;
  }

  /**
   * Finds it.
   *
   * @throws BrokenShardException when there is none, or it cannot be
   */
  static ZipDirectory of(SeekableBytes file) throws IOException {
    long length = file.length();
    int tail = (int) Math.min(length, END_BYTES + COMMENT_BYTES + LOCATOR_BYTES);
    ByteBuffer last = little(bytes(file, length - tail, tail));
    int at = tail - END_BYTES;
    while (at >= 0 && !(last.getInt(at) == END && at + END_BYTES + comment(last, at) <= tail)) {
      at--;
    }
    if (at < 0) {
      boolean begins = length >= 4 && little(bytes(file, 0, 4)).getInt(0) == LOCAL;
      throw new BrokenShardException(
          length,
          begins ? Kind.TRUNCATED : Kind.UNSUPPORTED_FORMAT,
          begins ? "the zip ends before its directory" : "the file is no zip");
    }
    long place = length - tail + at;
    long size = last.getInt(at + 12) & MANY_BYTES;
    long offset = last.getInt(at + 16) & MANY_BYTES;
    boolean split = (last.getShort(at + 4) & MANY) != (last.getShort(at + 6) & MANY);
    if (at >= LOCATOR_BYTES && last.getInt(at - LOCATOR_BYTES) == LOCATOR) {
      ByteBuffer large = large(file, last.getLong(at - LOCATOR_BYTES + 8), place - LOCATOR_BYTES);
      place = large.getLong(END_64_BYTES);
      size = large.getLong(40);
      offset = large.getLong(48);
      split = large.getInt(16) != large.getInt(20);
    }
    if (split) {
      throw new BrokenShardException(place, Kind.UNSUPPORTED_FORMAT, "the zip is of several parts");
    }
    long from = place - size;
    // Something may stand before the zip, such as a program that unpacks it.
    if (size < 0 || offset < 0 || from < offset) {
      throw new BrokenShardException(
          place, Kind.CORRUPT, "the zip's directory is not where it says");
    }
    return new ZipDirectory(file, from - offset, from, place);
  }

  /** The end of a large zip, with its place behind it. */
  private static ByteBuffer large(SeekableBytes file, long told, long before) throws IOException {
    for (long place : new long[] {told, before - END_64_BYTES}) {
      if (place >= 0 && place <= before - END_64_BYTES) {
        ByteBuffer found = little(bytes(file, place, END_64_BYTES));
        if (found.getInt(0) == END_64) {
          return little(new byte[END_64_BYTES + Long.BYTES])
              .put(found)
              .putLong(END_64_BYTES, place);
        }
      }
    }
    throw new BrokenShardException(before, Kind.CORRUPT, "the large zip has no end");
  }

  /** The next member; empty at the end. */
  Optional<ZipHeader> next() throws IOException {
    if (position >= end) {
      return Optional.empty();
    }
    long at = position;
    byte[] fixed = next(ZipHeader.BYTES);
    if (little(fixed).getInt(0) != ZipHeader.SIGNATURE) {
      throw new BrokenShardException(at, Kind.CORRUPT, "the zip's directory is broken");
    }
    return Optional.of(ZipHeader.of(fixed, next(ZipHeader.rest(fixed)), at, begin));
  }

  private byte[] next(int count) throws IOException {
    if (count > end - position) {
      throw new BrokenShardException(position, Kind.CORRUPT, "the zip's directory ends too early");
    }
    if (position < chunkAt || position + count > chunkAt + chunk.length) {
      chunkAt = position;
      chunk = bytes(file, position, (int) Math.min(Math.max(CHUNK_BYTES, count), end - position));
    }
    byte[] bytes = new byte[count];
    System.arraycopy(chunk, (int) (position - chunkAt), bytes, 0, count);
    position += count;
    return bytes;
  }

  private static int comment(ByteBuffer last, int at) {
    return last.getShort(at + 20) & MANY;
  }

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All of a part of a file; fewer bytes than it has are a failure of the storage. */
  static byte[] bytes(SeekableBytes file, long from, int count) throws IOException {
    byte[] bytes = new byte[count];
    int got = 0;
    while (got < count) {
      int more = file.read(from + got, bytes, got, count - got);
      if (more < 0) {
        throw new EOFException("the storage ended at byte " + (from + got));
      }
      got += more;
    }
    return bytes;
  }
}
