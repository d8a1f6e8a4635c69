// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * The regular files of a tar. Hidden files and side files are left out as they are in folders. A
 * tar in the tar is gone through as if its members were the outer one's, with its name before
 * theirs and, without its extension, as their label: ImageNet's own is a tar of a tar for each
 * class.
 */
final class TarFormat implements ShardFormat {
  private static final int MAX_DEPTH = 3;

  private final ByteSource bytes;
  private final TarLinks links;
  private final ShardLimits limits;
  private final ShardRules rules;
  private final Deque<Level> levels = new ArrayDeque<>();

  TarFormat(ByteSource bytes, TarWalk walk, TarLinks links, ShardLimits limits, ShardRules rules) {
    this.bytes = bytes;
    this.links = links;
    this.limits = limits;
    this.rules = rules;
    levels.push(new Level(walk, new SampleParts(limits, rules, "", Optional.empty()), "", -1));
  }

  /**
   * A tar that is being gone through.
   *
   * @param prefix of its members' names
   * @param end where the tar around it goes on; less than 0 of the outermost
   */
  private record Level(TarWalk walk, SampleParts group, String prefix, long end) {}

  @Override
  public boolean read(EntrySink sink) throws IOException {
    Level level = levels.element();
    try {
      Optional<TarHeader> next = level.walk().next();
      if (next.isPresent()) {
        member(level, next.get(), sink);
        return true;
      }
    } catch (BrokenShardException e) {
      if (levels.size() == 1 || level.end() - bytes.position() > bytes.left()) {
        throw e;
      }
      // The tar around it is as good as before.
      sink.damage(e.damage());
    }
    return leave(sink);
  }

  /** Goes on with the tar around the one that has ended; false where there is none. */
  private boolean leave(EntrySink sink) throws IOException {
    Level ended = levels.element();
    if (levels.size() == 1) {
      return false;
    }
    levels.pop();
    ended.group().finish(sink);
    if (!levels.element().walk().goTo(ended.end())) {
      throw new BrokenShardException(
          bytes.position(), Kind.TRUNCATED, "the tar ends within a tar that is its member");
    }
    return true;
  }

  @Override
  public void finish(EntrySink sink) {
    levels.forEach(level -> level.group().finish(sink));
  }

  private void member(Level level, TarHeader header, EntrySink sink) throws IOException {
    switch (header.type()) {
      case FILE, HARD_LINK, SYMBOLIC_LINK -> file(level, header, sink);
      case FOLDER, LABEL -> level.walk().pass(header);
      case SPECIAL -> {
        level.walk().pass(header);
        sink.leftOut(LeftOut.Reason.NO_FILE, level.prefix() + header.name());
      }
      case UNNAMED ->
          pass(level, header, sink, Kind.TOO_LARGE, "a member's name or PAX header is too large");
    }
  }

  private void file(Level level, TarHeader header, EntrySink sink) throws IOException {
    MemberName name;
    try {
      name = MemberName.of(header.name(), limits.maxNameBytes());
    } catch (IllegalArgumentException e) {
      pass(level, header, sink, Kind.CORRUPT, String.valueOf(e.getMessage()));
      return;
    }
    Optional<LeftOut.Reason> reason = name.leftOut(rules.allFiles());
    boolean label =
        reason.filter(LeftOut.Reason.SIDE_FILE::equals).isPresent()
            && level.group().isLabel(name)
            && header.type() == TarHeader.Type.FILE
            && SampleParts.isSmall(name, header.size(), limits);
    if (reason.isPresent() && !label) {
      level.walk().pass(header);
      sink.leftOut(reason.get(), level.prefix() + name.text());
    } else if (header.type().isLink()) {
      level.walk().pass(header);
      link(level, header, name, sink);
    } else if (name.extension().equals("tar")) {
      enter(level, header, name, sink);
    } else if (header.size() > limits.maxMemberBytes()) {
      level.walk().pass(header);
      sink.damage(
          new Damage(
              header.offset(),
              Kind.TOO_LARGE,
              String.format(
                  Locale.ROOT,
                  "the member has %d bytes, more than %d",
                  header.size(),
                  limits.maxMemberBytes()),
              Optional.of(level.prefix() + name.text())));
    } else {
      byte[] content = level.walk().content(header);
      level.group().add(new SampleParts.Part(header.offset(), name, content), sink);
    }
  }

  private void enter(Level level, TarHeader header, MemberName name, EntrySink sink)
      throws IOException {
    if (levels.size() == MAX_DEPTH) {
      pass(level, header, sink, Kind.UNSUPPORTED_FORMAT, "a tar in a tar in a tar has one more");
      return;
    }
    level.group().finish(sink);
    String prefix = level.prefix() + name.text() + "#";
    String label = name.stem().substring(name.stem().lastIndexOf('/') + 1);
    ByteSource within = new PartOfBytes(bytes, header.contentOffset() + header.size());
    levels.push(
        new Level(
            new TarWalk(within),
            new SampleParts(limits, rules, prefix, Optional.of(label)),
            prefix,
            header.end()));
  }

  private void link(Level level, TarHeader header, MemberName name, EntrySink sink)
      throws IOException {
    Optional<byte[]> content =
        levels.size() == 1 ? links.content(header, limits) : Optional.empty();
    if (content.isPresent()) {
      level.group().add(new SampleParts.Part(header.offset(), name, content.get()), sink);
    } else {
      sink.damage(
          new Damage(
              header.offset(),
              Kind.UNSUPPORTED_FORMAT,
              "a link to " + header.link() + ", which is no picture that can be found in the tar",
              Optional.of(level.prefix() + name.text())));
    }
  }

  /** A member that cannot be had; the shard's end within it is the worse news. */
  private void pass(Level level, TarHeader header, EntrySink sink, Kind kind, String reason)
      throws IOException {
    level.walk().pass(header);
    sink.damage(new Damage(header.offset(), kind, reason, Optional.empty()));
  }
}
