// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.shards.ShardEntry;
import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Member;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.ShardReader;
import io.mobilespark.shards.TarIndex;
import io.mobilespark.shards.TarRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of shards. What is broken in a shard is a picture with a reason; where storage fails
 * in the middle of one, so is the rest of it.
 */
final class ShardPictures implements PictureStream {
  private final ShardSplit split;
  private final TaskStorage storage;
  private final PictureReader reasons;
  private final ShardLimits limits;
  private final Iterator<Shard> shards;
  private @Nullable OpenShard open;
  private Set<String> done = Set.of();
  private @Nullable FetchedPicture next;

  ShardPictures(ShardSplit split, TaskStorage storage) {
    this.split = split;
    this.storage = storage;
    this.reasons = new PictureReader(storage.hadoop(), storage.maxPictureBytes());
    this.limits = ShardLimits.DEFAULT.withMaxMemberBytes(storage.maxPictureBytes());
    this.shards = split.shards().iterator();
  }

  @Override
  public boolean hasNext() throws InterruptedIOException {
    while (next == null) {
      if (open == null) {
        if (!shards.hasNext()) {
          return false;
        }
        open(shards.next());
      } else {
        advance(open);
      }
      if (next != null && done.contains(next.path())) {
        next = null;
      }
    }
    return true;
  }

  @Override
  public FetchedPicture next() throws InterruptedIOException {
    hasNext();
    FetchedPicture picture = next;
    if (picture == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return picture;
  }

  @Override
  public void close() {
    closeShard();
    next = null;
    while (shards.hasNext()) {
      shards.next();
    }
  }

  private void open(Shard shard) throws InterruptedIOException {
    try {
      done = split.done().of(shard.path(), storage.hadoop());
    } catch (IOException e) {
      // No fault of the shard: the task fails.
      throw new UncheckedIOException(e);
    }
    StoredTar again = StoredTar.of(shard.path(), storage.hadoop());
    try {
      Shard indexed = indexed(shard, again);
      InputStream in =
          indexed.isSought()
              ? InputStream.nullInputStream()
              : SequentialFile.open(indexed, storage);
      open = new OpenShard(indexed, indexed.open(in, again, limits), again);
    } catch (IOException e) {
      again.close();
      next = failed(shard, 0, e);
    }
  }

  /**
   * Headers of a plain tar on a local disk are read beforehand, which takes next to nothing there:
   * of a member that is written again later the last one counts, and links are found.
   */
  private Shard indexed(Shard shard, StoredTar again) throws IOException {
    if (!(shard instanceof Shard.Tar tar)
        || !ObjectSplit.isLocal(tar.path())
        || again.length() != tar.length()
        || !TarIndex.isTar(again)) {
      return shard;
    }
    TarRange whole = TarIndex.of(again, limits).ranges(Long.MAX_VALUE).get(0);
    return new Shard.TarPart(tar.path(), whole, tar.rules());
  }

  private void advance(OpenShard shard) throws InterruptedIOException {
    try {
      if (shard.reader.hasNext()) {
        shard.entries++;
        next = picture(shard.shard.path(), shard.reader.next());
      } else {
        closeShard();
      }
    } catch (UncheckedIOException e) {
      long entries = shard.entries;
      closeShard();
      next = failed(shard.shard, entries, Objects.requireNonNull(e.getCause()));
    }
  }

  /** The rest of a shard, which storage does not deliver. */
  private FetchedPicture failed(Shard shard, long entries, IOException failure)
      throws InterruptedIOException {
    Unfetched reason = reasons.rejected(shard.path(), failure);
    return new Unfetched(
        // Parts of one shard may all fail.
        shard.path() + "#@" + shard.from(),
        reason.reason(),
        String.format(
            Locale.ROOT,
            "%s; the rest of the shard after %d of its entries",
            reason.detail(),
            entries),
        Optional.empty());
  }

  private static FetchedPicture picture(String path, ShardEntry entry) {
    if (entry instanceof Member member) {
      return new Encoded(path + "#" + member.name(), member.content(), member.label());
    }
    Damage damage = (Damage) entry;
    // What is broken may bear the name of a member that is not.
    return new Unfetched(
        path + "#" + damage.name().orElse("") + "@" + damage.offset(),
        damage.kind().name(),
        damage.reason() + ", at byte " + damage.offset(),
        Optional.empty());
  }

  private void closeShard() {
    OpenShard closing = open;
    open = null;
    if (closing != null) {
      storage.leftOut().accept(closing.reader.leftOut().within(closing.shard.path() + "#"));
      closing.again.close();
      try {
        closing.reader.close();
      } catch (IOException e) {
        // Everything that was wanted of it has been read.
      }
    }
  }

  private static final class OpenShard {
    private final Shard shard;
    private final ShardReader reader;
    private final StoredTar again;
    private long entries;

    private OpenShard(Shard shard, ShardReader reader, StoredTar again) {
      this.shard = shard;
      this.reader = reader;
      this.again = again;
    }
  }
}
