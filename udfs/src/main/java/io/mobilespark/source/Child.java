// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

/**
 * What a listing finds in a folder.
 *
 * @param path fully qualified
 * @param name the path's last part
 * @param length in bytes; {@link io.mobilespark.storage.ObjectSplit#UNKNOWN} of a link to what is
 *     not there
 */
record Child(String path, String name, Kind kind, long length) {
  /** What it is. */
  enum Kind {
    FILE,
    FOLDER,
    /** A symbolic link to a folder. */
    LINKED_FOLDER,
    /** A pipe, a socket or a device. */
    SPECIAL
  }

  boolean isFile() {
    return kind == Kind.FILE;
  }

  boolean isFolder() {
    return kind == Kind.FOLDER || kind == Kind.LINKED_FOLDER;
  }
}
