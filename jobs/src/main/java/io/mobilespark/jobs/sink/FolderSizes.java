// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The sizes of folders of rows, each of which is listed once. */
final class FolderSizes {
  private final FileSystem fileSystem;
  private final Map<Path, Size> known = new HashMap<>();

  /** None yet; the file system stays the caller's. */
  FolderSizes(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /**
   * Files of rows, and their bytes.
   *
   * @param files how many
   * @param bytes of all
   */
  record Size(int files, long bytes) {}

  /** That of some folders together, in which nothing is written any more. */
  Size of(List<Path> folders) throws IOException {
    int files = 0;
    long bytes = 0;
    for (Path folder : folders) {
      Size size = known.get(folder);
      if (size == null) {
        RowFiles found = RowFiles.below(fileSystem, folder);
        size = new Size(found.files().size(), found.bytes());
        known.put(folder, size);
      }
      files += size.files();
      bytes += size.bytes();
    }
    return new Size(files, bytes);
  }

  /** Whose sizes are asked for no more. */
  void forget(List<Path> folders) {
    folders.forEach(known::remove);
  }
}
