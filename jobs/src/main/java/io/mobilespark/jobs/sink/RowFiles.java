// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files below a folder that hold rows, those of hidden folders aside, as Spark has it: a run
 * may be at work in one.
 *
 * @param files in no order
 */
record RowFiles(List<FileStatus> files) {
  /** Lists them. */
  static RowFiles below(FileSystem fileSystem, Path folder) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    Deque<Path> left = new ArrayDeque<>(List.of(folder));
    while (!left.isEmpty()) {
      // Not listFiles, which on a local disk asks for every file's owner by a process of its own.
      for (FileStatus found : fileSystem.listStatus(left.remove())) {
        String name = found.getPath().getName();
        if (found.isDirectory() && !name.startsWith("_") && !name.startsWith(".")) {
          left.add(found.getPath());
        } else if (found.isFile() && name.endsWith(".parquet")) {
          files.add(found);
        }
      }
    }
    return new RowFiles(files);
  }

  /** Bytes of all. */
  long bytes() {
    return files.stream().mapToLong(FileStatus::getLen).sum();
  }
}
