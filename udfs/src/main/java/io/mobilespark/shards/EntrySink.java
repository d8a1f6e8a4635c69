// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.shards.ShardEntry.Damage;
import io.mobilespark.shards.ShardEntry.Member;

/** Takes what a format finds. */
interface EntrySink {
  /** A member, of which the first byte stands at an offset. */
  void member(long offset, Member member);

  /** A name that is no picture's and was left out. */
  void leftOut(LeftOut.Reason reason, String name);

  /** What is broken; the format goes on. */
  void damage(Damage damage);
}
