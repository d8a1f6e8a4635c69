package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Goes from header to header through a tar: ustar, GNU's long names, PAX names and sizes.
 * commons-compress reads the single header. Its streams are not used: they gather long names and
 * PAX headers without bound, look at no checksum of these, and take a tar that ends within a header
 * or without its empty blocks for a whole one.
 */
final class TarWalk {
  private static final int BLOCK_BYTES = 512;
  private static final int MAX_EXTENSION_BYTES = 1 << 20;
  private static final long ABSURD_BYTES = 1L << 60;
  private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8);

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
        return Optional.of(member(offset, entry, longName, pax, unnamed));
      }
      if (flag == 'K' || flag == 'g' || entry.getSize() > MAX_EXTENSION_BYTES) {
        unnamed |= flag != 'K' && flag != 'g';
        pass(headerOffset, bytes.position(), entry.getSize());
      } else if (flag == 'L') {
        longName = Optional.of(text(extension(headerOffset, entry.getSize())));
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
    if (block.length < BLOCK_BYTES) {
      throw new BrokenShardException(
          offset,
          Kind.TRUNCATED,
          block.length == 0
              ? "the tar ends without the empty blocks that mark its end"
              : "the tar ends within a header");
    }
    if (isEmpty(block)) {
      return Optional.empty();
    }
    TarArchiveEntry entry;
    try {
      entry = new TarArchiveEntry(block, UTF_8, true);
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

  private TarHeader member(
      long offset,
      TarArchiveEntry entry,
      Optional<String> longName,
      PaxRecords pax,
      boolean unnamed)
      throws BrokenShardException {
    if (entry.isOldGNUSparse() || pax.sparse()) {
      throw new BrokenShardException(
          offset, Kind.UNSUPPORTED_FORMAT, "a sparse member, of which the holes are not stored");
    }
    String name = pax.path().or(() -> longName).orElse(entry.getName());
    TarHeader.Type type = unnamed ? TarHeader.Type.UNNAMED : type(entry, name);
    boolean hasContent = type != TarHeader.Type.LINK && type != TarHeader.Type.FOLDER;
    long size = pax.size().orElse(entry.getSize());
    if (size < 0 || size > ABSURD_BYTES) {
      throw absurd(offset, size);
    }
    return new TarHeader(name, offset, bytes.position(), hasContent ? size : 0, type);
  }

  private static TarHeader.Type type(TarArchiveEntry entry, String name) {
    return switch (entry.getLinkFlag()) {
      // Before POSIX, a folder was a file whose name ends so.
      case 0 -> name.endsWith("/") ? TarHeader.Type.FOLDER : TarHeader.Type.FILE;
      case '0', '7' -> TarHeader.Type.FILE;
      case '1', '2' -> TarHeader.Type.LINK;
      case '5' -> TarHeader.Type.FOLDER;
      default -> TarHeader.Type.SPECIAL;
    };
  }

  private byte[] extension(long offset, long size) throws IOException {
    return content(new TarHeader("", offset, bytes.position(), size, TarHeader.Type.SPECIAL));
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
    return new String(zeroTerminated, 0, end, StandardCharsets.UTF_8);
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
