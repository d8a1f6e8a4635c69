package io.mobilespark.shards;

import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Member;

/** Takes what a format finds. */
interface EntrySink {
  /** A member, of which the first byte stands at an offset. */
  void member(long offset, Member member);

  /** What is broken; the format goes on. */
  void damage(Damage damage);
}
