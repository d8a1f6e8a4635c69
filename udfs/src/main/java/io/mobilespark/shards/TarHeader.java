package io.mobilespark.shards;

/**
 * A member of a tar before its content.
 *
 * @param name as it stands there, long ones put together
 * @param offset of its first header
 * @param contentOffset where its content begins
 * @param size of its content in bytes
 */
record TarHeader(String name, long offset, long contentOffset, long size, Type type) {

  /** What a member is. */
  enum Type {
    FILE,
    FOLDER,
    /** Hard or symbolic: its content is elsewhere. */
    LINK,
    /** Anything else, a device for one. */
    SPECIAL,
    /** The headers before its own, which may hold its name, are too large to be read. */
    UNNAMED
  }

  /** Where the next header begins. */
  long end() {
    return contentOffset + TarWalk.padded(size);
  }
}
