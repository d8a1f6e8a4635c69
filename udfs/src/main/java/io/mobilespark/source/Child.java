// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.storage.ObjectSplit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What a listing finds in a folder.
 *
 * @param path fully qualified
 * @param name the path's last part
 * @param length in bytes; {@link io.mobilespark.storage.ObjectSplit#UNKNOWN} of a link to what is
 *     not there
 * @param modifiedMillis when it was written last, since 1970; unknown likewise
 */
record Child(String path, String name, Kind kind, long length, long modifiedMillis) {
  /** A file of which only the name is known. */
  static Child unseen(String path, String name) {
    return new Child(path, name, Kind.FILE, ObjectSplit.UNKNOWN, ObjectSplit.UNKNOWN);
  }

  /** What a file system tells. */
  static Child of(FileStatus status, Kind kind) {
    Path path = status.getPath();
    return new Child(
        path.toString(), path.getName(), kind, status.getLen(), status.getModificationTime());
  }

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
