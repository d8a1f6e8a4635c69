package io.mobilespark.storage;

import java.util.List;
import java.util.Set;

/**
 * Shards, read one after the other. A member's key is {@code shard#member}.
 *
 * @param shards in order
 * @param done keys of these shards that are left out
 */
public record ShardSplit(List<Shard> shards, Set<String> done) implements PictureSplit {
  /** Copies both. */
  public ShardSplit {
    shards = List.copyOf(shards);
    done = Set.copyOf(done);
  }

  @Override
  public PictureStream open(TaskStorage storage) {
    return new ShardPictures(this, storage);
  }
}
