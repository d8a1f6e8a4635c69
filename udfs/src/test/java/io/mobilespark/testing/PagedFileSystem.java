// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * An object store under the scheme {@code paged} that has keys and no folders and lists them in
 * pages of 1,000, as S3 does. A host {@code denied} denies everything, {@code unread} all but
 * listing.
 */
public final class PagedFileSystem extends FileSystem {
  public static final ConcurrentSkipListSet<String> KEYS = new ConcurrentSkipListSet<>();
  public static final AtomicLong PAGES = new AtomicLong();
  public static final AtomicLong HEADS = new AtomicLong();
  private static final int PAGE = 1000;

  private URI uri = URI.create("paged://host");

  public static Configuration configuration() {
    Configuration hadoop = new Configuration(false);
    hadoop.set("fs.paged.impl", PagedFileSystem.class.getName());
    return hadoop;
  }

  public static void reset() {
    KEYS.clear();
    PAGES.set(0);
    HEADS.set(0);
  }

  @Override
  public void initialize(URI uri, Configuration hadoop) {
    this.uri = URI.create("paged://" + uri.getHost());
    setConf(hadoop);
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    HEADS.incrementAndGet();
    String key = key(path);
    if ("denied".equals(uri.getHost()) || ("unread".equals(uri.getHost()) && KEYS.contains(key))) {
      throw new AccessDeniedException(path.toString(), null, "Forbidden\nrequest 1");
    }
    if (KEYS.contains(key)) {
      return file(key);
    }
    if (KEYS.subSet(key + "/", key + "0").isEmpty() && !key.isEmpty()) {
      throw new FileNotFoundException(path.toString());
    }
    return new FileStatus(0, true, 1, 0, 0, path);
  }

  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path folder) {
    String prefix = prefix(folder);
    SortedSet<String> children = new TreeSet<>();
    for (String key : KEYS.tailSet(prefix)) {
      if (!key.startsWith(prefix)) {
        break;
      }
      int end = key.indexOf('/', prefix.length());
      children.add(end < 0 ? key : key.substring(0, end + 1));
    }
    return pages(
        children.stream()
            .map(
                child ->
                    child.endsWith("/")
                        ? new FileStatus(0, true, 1, 0, 0, path(child))
                        : (FileStatus) file(child))
            .toList());
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path folder, boolean recursive) {
    String prefix = prefix(folder);
    List<LocatedFileStatus> files = new ArrayList<>();
    for (String key : KEYS.tailSet(prefix)) {
      if (!key.startsWith(prefix)) {
        break;
      }
      files.add(file(key));
    }
    return pages(files);
  }

  @Override
  public FileStatus[] listStatus(Path folder) {
    throw new UnsupportedOperationException();
  }

  private static <T> RemoteIterator<T> pages(List<T> all) {
    return new RemoteIterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        if (next == 0 && all.isEmpty()) {
          PAGES.incrementAndGet();
        }
        return next < all.size();
      }

      @Override
      public T next() {
        if (next % PAGE == 0) {
          PAGES.incrementAndGet();
        }
        return all.get(next++);
      }
    };
  }

  private LocatedFileStatus file(String key) {
    return new LocatedFileStatus(
        new FileStatus(key.length(), false, 1, 1, 0, path(key)), new BlockLocation[0]);
  }

  private Path path(String key) {
    return new Path(uri + "/" + key);
  }

  private static String key(Path path) {
    return path.toUri().getPath().substring(1);
  }

  private static String prefix(Path folder) {
    String key = folder.isRoot() ? "" : key(folder);
    return key.isEmpty() ? "" : key + "/";
  }

  @Override
  public FSDataInputStream open(Path file, int bufferBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferBytes,
      short replication,
      long blockBytes,
      Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream append(Path file, int bufferBytes, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWorkingDirectory(Path folder) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri + "/");
  }

  @Override
  public boolean mkdirs(Path folder, FsPermission permission) {
    throw new UnsupportedOperationException();
  }
}
