// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import java.io.IOException;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Renames a file over one that is there. HDFS and a local disk do it in one step; where a file
 * system has no such step it deletes the old file first, and a reader may miss it for a moment.
 */
final class RenameOver extends FilterFileSystem {
  private RenameOver(FileSystem fileSystem) {
    super(fileSystem);
  }

  @SuppressWarnings("deprecation") // Hadoop has no other for who holds a file system.
  private void renameOver(Path from, Path to) throws IOException {
    super.rename(from, to, Rename.OVERWRITE);
  }

  static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (fileSystem instanceof ChecksumFileSystem checked) {
      // The old file's checksums are not the new one's: a file without any is read as it is.
      checked.getRawFileSystem().delete(checked.getChecksumFile(to), false);
      rename(checked.getRawFileSystem(), from, to);
    } else if (fileSystem instanceof RawLocalFileSystem) {
      // As the system does it; Hadoop's own would delete first.
      if (!fileSystem.rename(from, to)) {
        throw new IOException("Cannot rename " + from + " to " + to);
      }
    } else {
      new RenameOver(fileSystem).renameOver(from, to);
    }
  }
}
