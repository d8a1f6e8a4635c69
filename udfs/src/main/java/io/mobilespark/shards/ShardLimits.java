// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.Serializable;
import java.util.Locale;

/**
 * What a shard may ask for. A reader holds at most two members and a few hundred KiB; zstd takes
 * the window that the packed file asks for besides, at most 128 MiB.
 *
 * @param maxMemberBytes of one picture, 1 to 1 GiB
 * @param maxNameBytes of a name or a label in UTF-8, 16 to 64 Ki
 * @param maxMembers of a shard, at least 1; each costs up to 32 bytes of memory
 * @param maxRatio of unpacked to packed bytes, at least 1; looked at after the first 64 MiB
 * @param maxUnpackedBytes of a packed shard, at least 1
 */
public record ShardLimits(
    long maxMemberBytes, int maxNameBytes, int maxMembers, int maxRatio, long maxUnpackedBytes)
    implements Serializable {
  /** 64 MiB a member, 4 KiB a name, two million members, 250 to 1, 1 TiB. */
  public static final ShardLimits DEFAULT =
      new ShardLimits(64L << 20, 4 << 10, 2_000_000, 250, 1L << 40);

  /** Unpacked bytes for which the ratio does not matter: they harm nobody. */
  static final long FREE_BYTES = 64L << 20;

  /** Checks each limit. */
  public ShardLimits {
    check("Bytes of a member", maxMemberBytes, 1, 1L << 30);
    check("Bytes of a name", maxNameBytes, 16, 64 << 10);
    check("Members of a shard", maxMembers, 1, 1 << 28);
    check("Unpacked by packed bytes", maxRatio, 1, Integer.MAX_VALUE);
    check("Unpacked bytes of a shard", maxUnpackedBytes, 1, Long.MAX_VALUE);
  }

  /** These limits with another for a member. */
  public ShardLimits withMaxMemberBytes(long bytes) {
    return new ShardLimits(bytes, maxNameBytes, maxMembers, maxRatio, maxUnpackedBytes);
  }

  private static void check(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s are %d to %d: %d", what, least, most, value));
    }
  }
}
