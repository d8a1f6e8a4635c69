// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.util.Optional;

/** What a shard gives, one after the other: a picture, or what is told in place of one. */
public sealed interface ShardEntry {

  /**
   * A picture.
   *
   * @param name in the shard, where no other has it: relative, with {@code /} between its parts,
   *     without {@code ..}; a key and never a place to write to
   * @param content not copied; the caller's from here on
   * @param label what the shard says it shows
   */
  record Member(String name, byte[] content, Optional<String> label) implements ShardEntry {
    /** A copy would double what a shard takes: the array is handed over. */
    public Member {}
  }

  /**
   * A picture, or the rest of the shard, that cannot be had.
   *
   * @param offset of what is broken, in the unpacked bytes: a header's first, or where unpacking
   *     stopped
   * @param kind the code for a table
   * @param reason one line for the user
   * @param name of the member, where it is known and can be a key
   */
  record Damage(long offset, Kind kind, String reason, Optional<String> name)
      implements ShardEntry {}

  /** Why there is no picture; the names are those of the reasons in a table of predictions. */
  enum Kind {
    /** The shard holds nothing. */
    EMPTY,
    /** The shard ends before it should. */
    TRUNCATED,
    /** The shard breaks the rules of its format. */
    CORRUPT,
    /** What is no picture, such as a link, or a record without the feature that holds one. */
    UNSUPPORTED_FORMAT,
    /** More than the limits allow. */
    TOO_LARGE
  }
}
