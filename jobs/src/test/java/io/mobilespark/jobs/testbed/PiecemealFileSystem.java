// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code piecemeal}, as stores have it that only copy: a folder is
 * renamed file by file, and deleted so. The process that uses it is killed after so many changes:
 * nothing that it does afterwards, clearing up included, has any effect.
 */
public final class PiecemealFileSystem extends FileSystem {
  private static final URI NAME = URI.create("piecemeal:///");
  private static final AtomicLong LEFT = new AtomicLong(Long.MAX_VALUE);

  private static final Map<String, Runnable> RENAMED = new ConcurrentHashMap<>();

  private final RawLocalFileSystem disk = new RawLocalFileSystem();

  /** Dies after this many changes from now on. */
  public static void dieAfter(long changes) {
    LEFT.set(changes);
  }

  /** Does something once, when a file has got a name. */
  public static void onceNamed(String name, Runnable then) {
    RENAMED.put(name, then);
  }

  /** How many changes are left. */
  public static long left() {
    return LEFT.get();
  }

  /** Whether it has died. */
  public static boolean isDead() {
    return LEFT.get() < 0;
  }

  @Override
  public void initialize(URI name, Configuration hadoop) throws IOException {
    super.initialize(name, hadoop);
    setConf(hadoop);
    disk.initialize(URI.create("file:///"), hadoop);
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return "piecemeal";
  }

  @Override
  public FSDataInputStream open(Path file, int buffer) throws IOException {
    return disk.open(onDisk(file), buffer);
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
    change();
    return disk.create(onDisk(file), permission, overwrite, buffer, replication, block, progress);
  }

  @Override
  public FSDataOutputStream append(Path file, int buffer, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (!exists(from)) {
      return false;
    }
    Path target = exists(to) && getFileStatus(to).isDirectory() ? new Path(to, from.getName()) : to;
    if (exists(target)) {
      return false;
    }
    if (!getFileStatus(from).isDirectory()) {
      change();
      boolean renamed = disk.rename(onDisk(from), onDisk(target));
      Optional.ofNullable(RENAMED.remove(target.getName())).ifPresent(Runnable::run);
      return renamed;
    }
    disk.mkdirs(onDisk(target));
    for (FileStatus child : listStatus(from)) {
      if (!rename(child.getPath(), new Path(target, child.getPath().getName()))) {
        throw new FileAlreadyExistsException(child.getPath() + " to " + target);
      }
    }
    change();
    return disk.delete(onDisk(from), true);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (!exists(path)) {
      return false;
    }
    if (recursive && getFileStatus(path).isDirectory()) {
      for (FileStatus child : listStatus(path)) {
        delete(child.getPath(), true);
      }
    }
    change();
    return disk.delete(onDisk(path), recursive);
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    FileStatus[] found = disk.listStatus(onDisk(folder));
    for (int i = 0; i < found.length; i++) {
      found[i] = named(found[i]);
    }
    return found;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    try {
      return named(disk.getFileStatus(onDisk(path)));
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException(path.toString());
    }
  }

  @Override
  public boolean mkdirs(Path folder, FsPermission permission) throws IOException {
    return disk.mkdirs(onDisk(folder));
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    disk.setWorkingDirectory(onDisk(folder));
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path("piecemeal", "", disk.getWorkingDirectory().toUri().getPath());
  }

  private static Path onDisk(Path path) {
    return new Path("file", "", path.toUri().getPath());
  }

  private static FileStatus named(FileStatus file) {
    return new FileStatus(
        file.getLen(),
        file.isDirectory(),
        1,
        file.getBlockSize(),
        file.getModificationTime(),
        new Path("piecemeal", "", file.getPath().toUri().getPath()));
  }

  private static void change() throws IOException {
    if (LEFT.decrementAndGet() < 0) {
      throw new IOException("killed");
    }
  }
}
