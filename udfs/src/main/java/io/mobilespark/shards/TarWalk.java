// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Goes from header to header through a tar: ustar, GNU's long names, PAX names and sizes. Behind
 * its end another tar may follow, as {@code cat} puts them together and {@code tar -i} reads them.
 * commons-compress reads the single header. Its streams are not used: they gather long names and
 * PAX headers without bound, look at no checksum of these, and take a tar that ends within a header
 * or without its empty blocks for a whole one.
 */
final class TarWalk {
  static final int BLOCK_BYTES = 512;
  private static final int MAX_EXTENSION_BYTES = 1 << 20;
  private static final long ABSURD_BYTES = 1L << 60;

  private final ByteSource bytes;
  private final long cut;

  /** A walk to the empty blocks at a tar's end. */
  TarWalk(ByteSource bytes) {
    this(bytes, Long.MAX_VALUE);
  }

  /**
   * A walk through a part of a tar.
   *
   * @param cut where a header begins that is of the next part
   */
  TarWalk(ByteSource bytes, long cut) {
    this.bytes = bytes;
    this.cut = cut;
  }

  static long padded(long size) {
    return (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
  }

  /**
   * The next member, whose content is then read or passed over before this is asked again.
   *
   * @throws BrokenShardException when there is no telling where it is
   */
  Optional<TarHeader> next() throws IOException {
    long offset = bytes.position();
    Optional<String> longName = Optional.empty();
    Optional<String> longLink = Optional.empty();
    PaxRecords pax = PaxRecords.NONE;
    boolean unnamed = false;
    while (bytes.position() < cut) {
      long headerOffset = bytes.position();
      Optional<TarArchiveEntry> header = header(headerOffset);
      if (header.isEmpty()) {
        return Optional.empty();
      }
      TarArchiveEntry entry = header.get();
      byte flag = entry.getLinkFlag();
      if ("LKxXg".indexOf(flag) < 0) {
        Names names = new Names(longName, longLink, pax, unnamed);
        return Optional.of(member(offset, entry, names));
      }
      if (flag == 'g' || entry.getSize() > MAX_EXTENSION_BYTES) {
        unnamed |= flag != 'g';
        pass(headerOffset, bytes.position(), entry.getSize());
      } else if (flag == 'L') {
        longName = Optional.of(text(extension(headerOffset, entry.getSize())));
      } else if (flag == 'K') {
        longLink = Optional.of(text(extension(headerOffset, entry.getSize())));
      } else {
        pax = pax(headerOffset, extension(headerOffset, entry.getSize()));
      }
    }
    return Optional.empty();
  }

  /** The content of a member that may be had whole. */
  byte[] content(TarHeader header) throws IOException {
    refuseShort(header.offset(), header.size());
    byte[] content = bytes.next((int) header.size());
    if (content.length < header.size()) {
      throw truncated(header.offset(), header.size(), content.length);
    }
    // The padding of the last member may be missing with all that follows: told there.
    bytes.skip(header.end() - bytes.position());
    return content;
  }

  /** Goes on to the next header. */
  void pass(TarHeader header) throws IOException {
    pass(header.offset(), header.contentOffset(), header.size());
  }

  /** Goes on at an offset that is not before the next byte; false where the tar ends before. */
  boolean goTo(long offset) throws IOException {
    long left = offset - bytes.position();
    return bytes.skip(left) == left;
  }

  private void pass(long offset, long contentOffset, long size) throws IOException {
    refuseShort(offset, size);
    bytes.skip(contentOffset + padded(size) - bytes.position());
    if (bytes.position() < contentOffset + size) {
      throw truncated(offset, size, bytes.position() - contentOffset);
    }
  }

  private Optional<TarArchiveEntry> header(long offset) throws IOException {
    byte[] block = bytes.next(BLOCK_BYTES);
    if (block.length == 0 && offset == 0) {
      throw new BrokenShardException(0, Kind.EMPTY, "the shard has no bytes");
    }
    boolean ended = block.length == BLOCK_BYTES && isEmpty(block);
    while (block.length == BLOCK_BYTES && isEmpty(block)) {
      block = bytes.next(BLOCK_BYTES);
    }
    if (ended && !isHeader(block)) {
      // The rest of a tape's block, whatever stands there.
      return Optional.empty();
    }
    if (block.length < BLOCK_BYTES) {
      throw new BrokenShardException(
          offset,
          Kind.TRUNCATED,
          block.length == 0
              ? "the tar ends without the empty blocks that mark its end"
              : "the tar ends within a header");
    }
    TarArchiveEntry entry;
    try {
      entry = new TarArchiveEntry(block, TarNames.ENCODING, true);
    } catch (IOException | IllegalArgumentException e) {
      throw new BrokenShardException(offset, Kind.CORRUPT, "the tar header has no valid size");
    }
    if (!entry.isCheckSumOK()) {
      throw new BrokenShardException(
          offset, Kind.CORRUPT, "the checksum of the tar header is wrong");
    }
    if (entry.getSize() > ABSURD_BYTES) {
      throw absurd(offset, entry.getSize());
    }
    return Optional.of(entry);
  }

  /** Whether a block is a header by its checksum. */
  static boolean isHeader(byte[] block) {
    if (block.length < BLOCK_BYTES) {
      return false;
    }
    try {
      return new TarArchiveEntry(block, TarNames.ENCODING, true).isCheckSumOK();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** What the headers before a member's own say of its names. */
  private record Names(
      Optional<String> longName, Optional<String> longLink, PaxRecords pax, boolean unnamed) {}

  private TarHeader member(long offset, TarArchiveEntry entry, Names names)
      throws BrokenShardException {
    PaxRecords pax = names.pax();
    if (entry.isOldGNUSparse() || pax.sparse()) {
      throw new BrokenShardException(
          offset, Kind.UNSUPPORTED_FORMAT, "a sparse member, of which the holes are not stored");
    }
    String name = pax.path().or(names::longName).orElse(entry.getName());
    String link = pax.linkPath().or(names::longLink).orElse(entry.getLinkName());
    TarHeader.Type type = names.unnamed() ? TarHeader.Type.UNNAMED : type(entry, name);
    boolean hasContent =
        !type.isLink() && (type != TarHeader.Type.FOLDER || entry.getLinkFlag() == 'D');
    long size = pax.size().orElse(entry.getSize());
    if (size < 0 || size > ABSURD_BYTES) {
      throw absurd(offset, size);
    }
    return new TarHeader(
        name, type.isLink() ? link : "", offset, bytes.position(), hasContent ? size : 0, type);
  }

  private static TarHeader.Type type(TarArchiveEntry entry, String name) {
    return switch (entry.getLinkFlag()) {
      // Before POSIX, a folder was a file whose name ends so.
      case 0 -> name.endsWith("/") ? TarHeader.Type.FOLDER : TarHeader.Type.FILE;
      case '0', '7' -> TarHeader.Type.FILE;
      case '1' -> TarHeader.Type.HARD_LINK;
      case '2' -> TarHeader.Type.SYMBOLIC_LINK;
      // A folder with the names in it, as GNU's incremental tars have it.
      case '5', 'D' -> TarHeader.Type.FOLDER;
      case 'V' -> TarHeader.Type.LABEL;
      default -> TarHeader.Type.SPECIAL;
    };
  }

  private byte[] extension(long offset, long size) throws IOException {
    return content(new TarHeader("", "", offset, bytes.position(), size, TarHeader.Type.SPECIAL));
  }

  private static PaxRecords pax(long offset, byte[] content) throws BrokenShardException {
    try {
      return PaxRecords.of(content);
    } catch (IllegalArgumentException e) {
      throw new BrokenShardException(offset, Kind.CORRUPT, "the PAX header cannot be read");
    }
  }

  private static String text(byte[] zeroTerminated) {
    int end = 0;
    while (end < zeroTerminated.length && zeroTerminated[end] != 0) {
      end++;
    }
    return TarNames.text(Arrays.copyOf(zeroTerminated, end));
  }

  private static boolean isEmpty(byte[] block) {
    for (byte each : block) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private void refuseShort(long offset, long size) throws BrokenShardException {
    if (size > bytes.left()) {
      throw truncated(offset, size, bytes.left());
    }
  }

  private static BrokenShardException truncated(long offset, long size, long there) {
    return new BrokenShardException(
        offset,
        Kind.TRUNCATED,
        String.format(Locale.ROOT, "a member of %d bytes ends after %d", size, there));
  }

  private static BrokenShardException absurd(long offset, long size) {
    return new BrokenShardException(
        offset, Kind.CORRUPT, String.format(Locale.ROOT, "a member cannot have %d bytes", size));
  }
}
