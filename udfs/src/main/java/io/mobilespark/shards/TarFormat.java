package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The regular files of a tar; folders and hidden files are left out as they are in folders. */
final class TarFormat implements ShardFormat {
  private final TarWalk walk;
  private final ShardLimits limits;
  private final TarGroup group;

  TarFormat(TarWalk walk, ShardLimits limits) {
    this.walk = walk;
    this.limits = limits;
    this.group = new TarGroup(limits);
  }

  @Override
  public boolean read(EntrySink sink) throws IOException {
    Optional<TarHeader> next = walk.next();
    if (next.isEmpty()) {
      return false;
    }
    TarHeader header = next.get();
    switch (header.type()) {
      case FILE -> file(header, sink);
      case FOLDER -> walk.pass(header);
      case LINK, SPECIAL ->
          pass(header, sink, Kind.UNSUPPORTED_FORMAT, "a member is a link or a device, no file");
      case UNNAMED ->
          pass(header, sink, Kind.TOO_LARGE, "a member's name or PAX header is too large");
    }
    return true;
  }

  @Override
  public void finish(EntrySink sink) {
    group.finish(sink);
  }

  private void file(TarHeader header, EntrySink sink) throws IOException {
    MemberName name;
    try {
      name = MemberName.of(header.name(), limits.maxNameBytes());
    } catch (IllegalArgumentException e) {
      pass(header, sink, Kind.CORRUPT, String.valueOf(e.getMessage()));
      return;
    }
    if (name.isHidden()) {
      walk.pass(header);
    } else if (header.size() > limits.maxMemberBytes()) {
      walk.pass(header);
      sink.damage(
          new Damage(
              header.offset(),
              Kind.TOO_LARGE,
              String.format(
                  Locale.ROOT,
                  "the member has %d bytes, more than %d",
                  header.size(),
                  limits.maxMemberBytes()),
              Optional.of(name.text())));
    } else {
      group.add(new TarGroup.TarFile(header.offset(), name, walk.content(header)), sink);
    }
  }

  /** A member that cannot be had; the shard's end within it is the worse news. */
  private void pass(TarHeader header, EntrySink sink, Kind kind, String reason) throws IOException {
    walk.pass(header);
    sink.damage(new Damage(header.offset(), kind, reason, Optional.empty()));
  }
}
