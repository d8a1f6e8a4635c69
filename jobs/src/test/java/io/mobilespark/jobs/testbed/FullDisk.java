// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local disk that is full for files of some names: nothing can be written to them, which Hadoop's
 * local file system tells by an error in place of an exception.
 */
public final class FullDisk extends LocalFileSystem {
  private static final String NAMES = "fs.full.names";
  private static final Path FULL = new Path("file:///dev/full");

  /** The settings by which a command takes this disk for its own. */
  public static List<String> settings(String namesWith) {
    return List.of(
        "--conf",
        "spark.hadoop.fs.file.impl=" + FullDisk.class.getName(),
        "--conf",
        "spark.hadoop.fs.file.impl.disable.cache=true",
        "--conf",
        "spark.hadoop." + NAMES + "=" + namesWith);
  }

  /** Made by Hadoop. */
  public FullDisk() {
    super(new Raw());
  }

  /** Below the checksums, past which a run's own files are written. */
  private static final class Raw extends RawLocalFileSystem {
    @Override
    public FSDataOutputStream create(
        Path file,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      return isFull(file)
          ? super.create(FULL, true, buffer, replication, block, progress)
          : super.create(file, overwrite, buffer, replication, block, progress);
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      return isFull(file)
          ? super.create(FULL, true, buffer, replication, block, progress)
          : super.create(file, permission, overwrite, buffer, replication, block, progress);
    }

    private boolean isFull(Path file) {
      return file.getName().contains(getConf().get(NAMES));
    }
  }
}
