// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * File systems without the files of checksums that Hadoop leaves on local disks: one that stands
 * beside a file may be of what lay there before, and concerns nobody.
 */
final class Unchecked {
  private Unchecked() {}

  static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }
}
