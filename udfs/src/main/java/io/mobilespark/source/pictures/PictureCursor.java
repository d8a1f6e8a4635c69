// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.Shard;
import io.mobilespark.storage.ShardSplit;
import io.mobilespark.storage.TaskStorage;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** The pictures of a partition as rows of all columns, one after the other. */
interface PictureCursor extends AutoCloseable {
  /** The next one; empty at the end. */
  Optional<InternalRow> next() throws InterruptedIOException;

  @Override
  void close();

  /** Begins a partition. */
  static PictureCursor of(PicturePartition partition, TaskStorage storage, Wanted wanted) {
    if (partition.split() instanceof ShardSplit shards) {
      return new OfShards(shards, partition.modifiedMillis(), storage);
    }
    ObjectSplit loose = (ObjectSplit) partition.split();
    boolean known =
        !wanted.needs(PictureColumns.LENGTH)
            || LongStream.of(loose.lengths()).allMatch(length -> length != ObjectSplit.UNKNOWN);
    return wanted.isListed() && known
        ? new OfListing(loose, partition.modifiedMillis())
        : new OfObjects(loose, partition.modifiedMillis(), loose.open(storage));
  }

  /** Loose pictures that nobody reads. */
  final class OfListing implements PictureCursor {
    private final ObjectSplit split;
    private final long[] modifiedMillis;
    private int next;

    OfListing(ObjectSplit split, long[] modifiedMillis) {
      this.split = split;
      this.modifiedMillis = modifiedMillis;
    }

    @Override
    public Optional<InternalRow> next() {
      if (next == split.lengths().length) {
        return Optional.empty();
      }
      int i = next++;
      return Optional.of(
          PictureValues.listed(split.paths().get(i), split.lengths()[i], modifiedMillis[i]));
    }

    @Override
    public void close() {
      next = split.lengths().length;
    }
  }

  /** Loose pictures that are read. */
  final class OfObjects implements PictureCursor {
    private final ObjectSplit split;
    private final long[] modifiedMillis;
    private final PictureStream stream;
    private int next;

    OfObjects(ObjectSplit split, long[] modifiedMillis, PictureStream stream) {
      this.split = split;
      this.modifiedMillis = modifiedMillis;
      this.stream = stream;
    }

    @Override
    public Optional<InternalRow> next() throws InterruptedIOException {
      if (!stream.hasNext()) {
        return Optional.empty();
      }
      FetchedPicture picture = stream.next();
      int i = next++;
      return Optional.of(PictureValues.read(picture, split.lengths()[i], modifiedMillis[i]));
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  /** Members of shards. */
  final class OfShards implements PictureCursor {
    private final List<Shard> shards;
    private final ShardSplit split;
    private final long[] modifiedMillis;
    private final TaskStorage storage;
    private @Nullable PictureStream open;
    private int next;

    OfShards(ShardSplit split, long[] modifiedMillis, TaskStorage storage) {
      this.shards = split.shards();
      this.split = split;
      this.modifiedMillis = modifiedMillis;
      this.storage = storage;
    }

    @Override
    public Optional<InternalRow> next() throws InterruptedIOException {
      while (open != null || next < shards.size()) {
        PictureStream stream = open;
        if (stream == null) {
          stream = new ShardSplit(List.of(shards.get(next++)), split.done()).open(storage);
          open = stream;
        }
        if (stream.hasNext()) {
          return Optional.of(
              PictureValues.read(stream.next(), ObjectSplit.UNKNOWN, modifiedMillis[next - 1]));
        }
        close();
      }
      return Optional.empty();
    }

    @Override
    public void close() {
      PictureStream closing = open;
      open = null;
      if (closing != null) {
        closing.close();
      }
    }
  }
}
