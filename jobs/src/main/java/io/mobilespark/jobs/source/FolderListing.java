package io.mobilespark.jobs.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists folders to the bottom: a few sub-folders at once, each by one recursive listing, which an
 * object store answers in pages without regard to folders. Where there are many sub-folders, one
 * such listing of the whole asks for fewer pages than one per sub-folder, and is taken instead.
 */
final class FolderListing implements AutoCloseable {
  /** Above this a page per sub-folder could cost more than what is gained side by side. */
  static final int MOST_AT_ONCE = 64;

  private static final int THREADS = 16;
  private static final int FILES_PER_NOTE = 1000;

  private final LongConsumer listed;
  private final AtomicLong files = new AtomicLong();
  private final ExecutorService pool =
      Executors.newFixedThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "mobilespark-list");
            thread.setDaemon(true);
            return thread;
          });

  FolderListing(LongConsumer listed) {
    this.listed = listed;
  }

  /** The files below a folder that are not hidden there, in no order. */
  List<FileStatus> list(FileSystem fileSystem, Path folder) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    List<Path> below = new ArrayList<>();
    RemoteIterator<FileStatus> children = fileSystem.listStatusIterator(folder);
    while (children.hasNext()) {
      FileStatus child = children.next();
      if (PictureListing.hidden(child.getPath().getName())) {
        continue;
      }
      if (child.isFile()) {
        found.add(child);
        count();
      } else if (below.size() == MOST_AT_ONCE) {
        files.addAndGet(-found.size());
        return flat(fileSystem, folder);
      } else {
        below.add(child.getPath());
      }
    }
    List<Future<List<FileStatus>>> lists =
        below.stream().map(each -> pool.submit(() -> flat(fileSystem, each))).toList();
    for (Future<List<FileStatus>> list : lists) {
      found.addAll(result(list));
    }
    return found;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  private List<FileStatus> flat(FileSystem fileSystem, Path folder) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    if (fileSystem instanceof LocalFileSystem) {
      walk(fileSystem, folder, found);
      return found;
    }
    RemoteIterator<? extends FileStatus> all = fileSystem.listFiles(folder, true);
    while (all.hasNext()) {
      FileStatus file = all.next();
      if (!PictureListing.hiddenBelow(folder, file.getPath())) {
        // A located status holds the places of its blocks, which nobody needs.
        found.add(new FileStatus(file.getLen(), false, 1, 0, 0, file.getPath()));
        count();
      }
    }
    return found;
  }

  /**
   * Hadoop's recursive listing of the local disk asks for every file's owner, which takes a process
   * of its own each time.
   */
  private void walk(FileSystem fileSystem, Path folder, List<FileStatus> found) throws IOException {
    for (FileStatus child : fileSystem.listStatus(folder)) {
      if (PictureListing.hidden(child.getPath().getName())) {
        continue;
      }
      if (child.isFile()) {
        found.add(child);
        count();
      } else {
        walk(fileSystem, child.getPath(), found);
      }
    }
  }

  private void count() {
    long now = files.incrementAndGet();
    if (now % FILES_PER_NOTE == 0) {
      listed.accept(now);
    }
  }

  private static List<FileStatus> result(Future<List<FileStatus>> list) throws IOException {
    try {
      return list.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while listing", e);
    } catch (ExecutionException e) {
      Optional<IOException> cause =
          e.getCause() instanceof IOException io ? Optional.of(io) : Optional.empty();
      throw cause.orElseGet(() -> new IOException(e.getCause()));
    }
  }
}
