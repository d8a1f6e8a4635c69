// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

/**
 * A member of a tar before its content.
 *
 * @param name as it stands there, long ones put together
 * @param link the name that a link has in it; empty of others
 * @param offset of its first header
 * @param contentOffset where its content begins
 * @param size of its content in bytes
 */
record TarHeader(String name, String link, long offset, long contentOffset, long size, Type type) {

  /** What a member is. */
  enum Type {
    FILE,
    FOLDER,
    /** Its content is that of an earlier member. */
    HARD_LINK,
    /** Its content is that of a member whose name is relative to its own. */
    SYMBOLIC_LINK,
    /** The name of the tar itself. */
    LABEL,
    /** Anything else, a device for one. */
    SPECIAL,
    /** The headers before its own, which may hold its name, are too large to be read. */
    UNNAMED;

    boolean isLink() {
      return this == HARD_LINK || this == SYMBOLIC_LINK;
    }
  }

  /** Where the next header begins. */
  long end() {
    return contentOffset + TarWalk.padded(size);
  }
}
