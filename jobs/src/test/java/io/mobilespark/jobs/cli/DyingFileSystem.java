// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code dying}, as a process sees it that is killed after so many
 * changes: nothing it does afterwards, clearing up included, has any effect.
 */
public final class DyingFileSystem extends RawLocalFileSystem {
  private static final AtomicLong LEFT = new AtomicLong(Long.MAX_VALUE);

  /** Dies after this many changes from now on. */
  static void dieAfter(long changes) {
    LEFT.set(changes);
  }

  /** How many changes are left. */
  static long left() {
    return LEFT.get();
  }

  /** Whether it has died. */
  static boolean isDead() {
    return LEFT.get() < 0;
  }

  @Override
  public URI getUri() {
    return URI.create("dying:///");
  }

  @Override
  public String getScheme() {
    return "dying";
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    return plain(super.getFileStatus(file));
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    FileStatus[] files = super.listStatus(folder);
    for (int i = 0; i < files.length; i++) {
      files[i] = plain(files[i]);
    }
    return files;
  }

  /** The local disk's own status asks for owners under the scheme {@code file} only. */
  private static FileStatus plain(FileStatus file) {
    return new FileStatus(
        file.getLen(),
        file.isDirectory(),
        1,
        file.getBlockSize(),
        file.getModificationTime(),
        file.getPath());
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    change();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return super.delete(path, recursive);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferBytes,
      short replication,
      long blockBytes,
      Progressable progress)
      throws IOException {
    change();
    return super.create(
        path, permission, overwrite, bufferBytes, replication, blockBytes, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferBytes,
      short replication,
      long blockBytes,
      Progressable progress)
      throws IOException {
    change();
    return super.create(path, overwrite, bufferBytes, replication, blockBytes, progress);
  }

  private static void change() throws IOException {
    if (LEFT.decrementAndGet() < 0) {
      throw new IOException("killed");
    }
  }
}
