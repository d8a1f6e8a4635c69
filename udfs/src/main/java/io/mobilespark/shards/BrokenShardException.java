// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Kind;
import java.io.IOException;
import java.util.Optional;

/** Damage after which nothing more of a shard can be found. */
final class BrokenShardException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final Kind kind;

  BrokenShardException(long offset, Kind kind, String reason) {
    super(reason);
    this.offset = offset;
    this.kind = kind;
  }

  Damage damage() {
    return new Damage(offset, kind, String.valueOf(getMessage()), Optional.empty());
  }
}
