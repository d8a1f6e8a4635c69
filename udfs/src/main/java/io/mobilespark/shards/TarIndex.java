// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the files of a plain tar lie, found from their headers alone: one read of 512 bytes each,
 * so it pays where files are large or a read is cheap.
 *
 * @param entries in the tar's order, up to the first header that is broken or to the limit of
 *     members; hidden files and names that cannot be keys are not among them
 * @param length of the tar in bytes
 */
public record TarIndex(List<Entry> entries, long length) {
  /** Copies the list. */
  public TarIndex {
    entries = List.copyOf(entries);
  }

  /**
   * A regular file, or a link.
   *
   * @param name as {@link ShardEntry.Member#name}
   * @param headerOffset of its first header
   * @param offset of its content
   * @param size of its content in bytes
   * @param repeated whether a later file has its name, which then counts
   */
  public record Entry(String name, long headerOffset, long offset, long size, boolean repeated) {}

  /**
   * Walks through the headers.
   *
   * @throws IOException when the storage fails; what is broken in the tar ends the index and is
   *     told by whoever reads the last part
   */
  public static TarIndex of(SeekableBytes tar, ShardLimits limits) throws IOException {
    List<Entry> entries = new ArrayList<>();
    TarWalk walk = new TarWalk(new SoughtBytes(tar));
    try {
      Optional<TarHeader> next = walk.next();
      while (next.isPresent() && entries.size() < limits.maxMembers()) {
        TarHeader header = next.get();
        walk.pass(header);
        entry(header, limits).ifPresent(entries::add);
        next = walk.next();
      }
    } catch (BrokenShardException e) {
      return new TarIndex(marked(entries), tar.length());
    }
    return new TarIndex(marked(entries), tar.length());
  }

  /** The last of several with one name counts, as in a tar that is unpacked. */
  private static List<Entry> marked(List<Entry> entries) {
    NameSet later = new NameSet();
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      if (!later.add(entry.name())) {
        entries.set(
            i, new Entry(entry.name(), entry.headerOffset(), entry.offset(), entry.size(), true));
      }
    }
    return entries;
  }

  /** Whether a file is a plain tar by its first header. */
  public static boolean isTar(SeekableBytes file) throws IOException {
    return TarWalk.isHeader(new SoughtBytes(file).next(TarWalk.BLOCK_BYTES));
  }

  private static Optional<Entry> entry(TarHeader header, ShardLimits limits) {
    if (header.type() != TarHeader.Type.FILE && !header.type().isLink()) {
      return Optional.empty();
    }
    try {
      MemberName name = MemberName.of(header.name(), limits.maxNameBytes());
      return name.leftOut(true).isPresent()
          ? Optional.empty()
          : Optional.of(
              new Entry(
                  name.text(), header.offset(), header.contentOffset(), header.size(), false));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Parts of about the same size that hold every byte of the tar once, cut between samples.
   *
   * @param targetBytes a part ends with the sample that reaches it
   */
  public List<TarRange> ranges(long targetBytes) {
    List<TarRange> ranges = new ArrayList<>();
    Set<Long> repeated = new HashSet<>();
    long from = 0;
    String sample = "";
    for (Entry entry : entries) {
      String next = new MemberName(entry.name()).sample();
      long at = entry.headerOffset();
      if (at - from >= targetBytes && !next.equals(sample)) {
        ranges.add(new TarRange(from, at, false, repeated));
        from = at;
        repeated.clear();
      }
      if (entry.repeated()) {
        repeated.add(at);
      }
      sample = next;
    }
    ranges.add(new TarRange(from, length, true, repeated));
    return ranges;
  }
}
