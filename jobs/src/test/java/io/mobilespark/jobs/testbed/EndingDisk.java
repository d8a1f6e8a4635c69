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
 * The local disk of a process that ends, as {@code kill -9} ends it, the moment a file lies there:
 * whoever watches from outside comes too late where that file is moved on at once. To be named by
 * {@code fs.file.impl}.
 */
public final class EndingDisk extends LocalFileSystem {
  /** The exit code of a process that was killed by the signal 9, as shells tell it. */
  public static final int EXIT_CODE = 128 + 9;

  private static final String SUFFIX = "mobilespark.testbed.end-at";

  /** The option of a JVM that ends it at a file. */
  public static String endAt(String suffix) {
    return "-D" + SUFFIX + "=" + suffix;
  }

  /** The setting by which a command takes this disk. */
  public static List<String> settings() {
    return List.of("--conf", "spark.hadoop.fs.file.impl=" + EndingDisk.class.getName());
  }

  /** Made by Hadoop. */
  public EndingDisk() {
    super(new Raw());
  }

  /** Below the checksums, past which a run's own files are written. */
  private static final class Raw extends RawLocalFileSystem {
    @Override
    public boolean rename(Path from, Path to) throws IOException {
      boolean renamed = super.rename(from, to);
      endedBy(to);
      return renamed;
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      return ending(file, super.create(file, overwrite, buffer, replication, block, progress));
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
      return ending(
          file,
          super.create(file, permission, overwrite, buffer, replication, block, progress));
    }

    private static FSDataOutputStream ending(Path file, FSDataOutputStream out)
        throws IOException {
      return new FSDataOutputStream(out, null) {
        @Override
        public void close() throws IOException {
          super.close();
          endedBy(file);
        }
      };
    }
  }

  private static void endedBy(Path file) {
    String suffix = System.getProperty(SUFFIX);
    if (suffix != null && file.toUri().getPath().endsWith("/" + suffix)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
