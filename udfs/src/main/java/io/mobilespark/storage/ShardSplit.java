// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.util.List;

/**
 * Shards, read one after the other. A member's key is {@code shard#member}.
 *
 * @param shards in order
 * @param done members that are left out
 */
public record ShardSplit(List<Shard> shards, DoneMembers done) implements PictureSplit {
  /** Copies the list. */
  public ShardSplit {
    shards = List.copyOf(shards);
  }

  @Override
  public PictureStream open(TaskStorage storage) {
    return new ShardPictures(this, storage);
  }
}
