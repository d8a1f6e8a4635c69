// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * Files of rows that were put together while a run went on, on their way to where the table is put
 * together: each is moved as it lies, so that the end of a run writes no row again.
 *
 * @param place of the run
 * @param lock of the run
 * @param folders they lie in, below the run's folder
 */
record MergedFiles(Workplace place, RunLock lock, List<Path> folders) {
  private static final String SUCCESS = "_SUCCESS";

  MergedFiles {
    folders = List.copyOf(folders);
  }

  /**
   * Ends what a process has left undone that was killed between the two halves of a move, which on
   * stores without a rename are a copy and a removal. Of a copy that is not whole, as stores may
   * leave it that nobody has tried, the file is still there, and the copy goes.
   */
  void settle(Path target) throws IOException {
    FileSystem fileSystem = place.fileSystem();
    Map<String, FileStatus> moved = new HashMap<>();
    for (FileStatus file : RowFiles.below(fileSystem, target).files()) {
      moved.put(name(target, file), file);
    }
    for (Path folder : folders) {
      for (FileStatus file : RowFiles.below(fileSystem, folder).files()) {
        FileStatus copy = moved.get(name(folder, file));
        if (copy != null) {
          lock.check();
          boolean whole = copy.getLen() == file.getLen();
          fileSystem.delete((whole ? file : copy).getPath(), false);
        }
      }
    }
  }

  /**
   * Moves what has not been moved yet, with the folders by label that it lies in. Can be called
   * again after a kill at any moment, once that is settled, with the same result.
   *
   * @param atOnce how many at once: where a store copies to move, each takes its time
   */
  void moveInto(Path target, int atOnce) throws IOException {
    FileSystem fileSystem = place.fileSystem();
    List<Callable<Void>> moves = new ArrayList<>();
    for (Path folder : folders) {
      for (FileStatus file : RowFiles.below(fileSystem, folder).files()) {
        moves.add(
            () -> {
              move(folder, file, target);
              return null;
            });
      }
    }
    all(moves, atOnce);
  }

  /**
   * Says by Spark's own mark, for those who wait for it, that what lies there is committed. The
   * mark is copied: on stores that have no folders it is what is left of one whose files were
   * moved, and who goes on after a kill knows a merge by its folder.
   */
  void mark(Path target) throws IOException {
    FileSystem fileSystem = place.fileSystem();
    for (Path folder : folders) {
      Path mark = new Path(folder, SUCCESS);
      if (fileSystem.exists(mark)) {
        FileUtil.copy(
            fileSystem,
            mark,
            fileSystem,
            new Path(target, SUCCESS),
            false,
            true,
            fileSystem.getConf());
        return;
      }
    }
  }

  private void move(Path folder, FileStatus file, Path target) throws IOException {
    lock.check();
    Path to = new Path(target, new Path(null, null, name(folder, file)));
    try {
      place.fileSystem().mkdirs(to.getParent());
      place.rename(file.getPath(), to);
    } catch (IOException e) {
      // Who has taken the output over has moved it, which is what is to be said.
      lock.check();
      throw e;
    }
  }

  /** Below a folder; the store may spell the folder's authority otherwise. */
  private static String name(Path folder, FileStatus file) {
    return file.getPath().toUri().getPath().substring(folder.toUri().getPath().length() + 1);
  }

  private static void all(List<Callable<Void>> moves, int atOnce) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<Void>> done = new ArrayList<>();
      moves.forEach(move -> done.add(threads.submit(move)));
      for (Future<Void> one : done) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while files were moved into the table");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  /** No file is on its way any more when the lock is given back. */
  private static void awaitEnd(ExecutorService threads) {
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
