// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.storage.Shard;

/**
 * A shard, or a part of one that is read by itself.
 *
 * @param shard what a task reads
 */
public record ShardPart(Shard shard) implements SourcePart {
  @Override
  public String path() {
    return shard.path() + (shard.from() == 0 ? "" : "@" + shard.from());
  }

  @Override
  public long length() {
    return shard.length();
  }
}
