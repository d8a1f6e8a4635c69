// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what links in a tar lead to, where the tar can be read out of turn. Its headers are gone
 * through once, at the first link.
 */
final class TarLinks {
  /** Nothing is found. */
  static final TarLinks NONE = new TarLinks(Optional.empty());

  private static final int MOST_LINKS = 8;

  private final Optional<SeekableBytes> tar;
  private Optional<Map<String, TarHeader>> members = Optional.empty();

  private TarLinks(Optional<SeekableBytes> tar) {
    this.tar = tar;
  }

  /**
   * Links of a plain tar.
   *
   * @param tar stays the caller's
   */
  static TarLinks of(SeekableBytes tar) {
    return new TarLinks(Optional.of(tar));
  }

  /** The content of a link; empty where it leads to nothing, or to too much. */
  Optional<byte[]> content(TarHeader link, ShardLimits limits) throws IOException {
    if (tar.isEmpty()) {
      return Optional.empty();
    }
    Map<String, TarHeader> all = members.isPresent() ? members.get() : members(tar.get(), limits);
    members = Optional.of(all);
    Optional<TarHeader> found = Optional.of(link);
    for (int i = 0; i < MOST_LINKS && found.isPresent() && found.get().type().isLink(); i++) {
      found = target(found.get(), limits).map(all::get);
    }
    return found.isPresent()
            && found.get().type() == TarHeader.Type.FILE
            && found.get().size() <= limits.maxMemberBytes()
        ? Optional.of(read(tar.get(), found.get()))
        : Optional.empty();
  }

  private static Optional<String> target(TarHeader link, ShardLimits limits) {
    String folder = link.name().substring(0, link.name().lastIndexOf('/') + 1);
    boolean relative = link.type() == TarHeader.Type.SYMBOLIC_LINK && !link.link().startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : ((relative ? folder : "") + link.link()).split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    try {
      return Optional.of(MemberName.of(String.join("/", parts), limits.maxNameBytes()).text());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The last of each name, as one who unpacks the tar has it in the end. */
  private static Map<String, TarHeader> members(SeekableBytes tar, ShardLimits limits)
      throws IOException {
    Map<String, TarHeader> members = new HashMap<>();
    TarWalk walk = new TarWalk(new SoughtBytes(tar));
    try {
      for (Optional<TarHeader> next = walk.next();
          next.isPresent() && members.size() < limits.maxMembers();
          next = walk.next()) {
        TarHeader header = next.get();
        walk.pass(header);
        if (header.type() == TarHeader.Type.FILE || header.type().isLink()) {
          put(header, limits, members);
        }
      }
    } catch (BrokenShardException e) {
      // What is before it is found; whoever reads on says what is broken.
      return members;
    }
    return members;
  }

  private static void put(TarHeader header, ShardLimits limits, Map<String, TarHeader> members) {
    try {
      String name = MemberName.of(header.name(), limits.maxNameBytes()).text();
      TarHeader there = members.get(name);
      // A link to itself keeps the file that it is a link to.
      if (there == null || !header.type().isLink()) {
        members.put(name, header);
      }
    } catch (IllegalArgumentException e) {
      // Nothing can be called so.
    }
  }

  private static byte[] read(SeekableBytes tar, TarHeader header) throws IOException {
    SoughtBytes bytes = new SoughtBytes(tar);
    bytes.skip(header.contentOffset());
    byte[] content = bytes.next((int) header.size());
    if (content.length < header.size()) {
      throw new BrokenShardException(
          header.offset(), ShardEntry.Kind.TRUNCATED, "a member that a link leads to is cut short");
    }
    return content;
  }
}
