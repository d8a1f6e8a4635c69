package io.mobilespark.jobs.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * Lists folders to the bottom, several at once, and the levels of globs likewise. Where folders of
 * an object store hold few files each, one listing of all of them takes fewer requests, and is
 * taken instead.
 */
final class FolderWalk implements AutoCloseable {
  /** From so many sub-folders on, it is looked at how full they are. */
  private static final int MANY_FOLDERS = 64;

  private static final int SAMPLE = 4;

  /** A page holds 1,000 files, and pages of one listing come one after the other. */
  private static final int FEW_FILES = 16;

  private final Configuration hadoop;
  private final Consumer<PictureFile> taker;
  private final long mostFolders;
  private final long mostFiles;
  private final List<Thread> threads = new ArrayList<>();

  /** The last one first, so that few wait; guarded by this. */
  private final Deque<FolderSeed> waiting = new ArrayDeque<>();

  private final AtomicLong found = new AtomicLong();
  private final Set<String> matched = ConcurrentHashMap.newKeySet();
  private final Set<String> outputs = ConcurrentHashMap.newKeySet();
  private int working;
  private boolean stopped;
  private @Nullable Throwable failure;

  /**
   * A walk that stops where there is too much for it.
   *
   * @param taker takes what is found, from several threads; a file may come twice
   * @param mostFolders that may wait
   * @param mostFiles that may be found
   */
  FolderWalk(Configuration hadoop, Consumer<PictureFile> taker, long mostFolders, long mostFiles) {
    this.hadoop = hadoop;
    this.taker = taker;
    this.mostFolders = mostFolders;
    this.mostFiles = mostFiles;
  }

  /**
   * Walks until all is listed, or it is too much.
   *
   * @param requests at once
   * @return folders that are still to be listed; none where all is
   */
  List<FolderSeed> walk(List<FolderSeed> seeds, int requests) throws IOException {
    waiting.addAll(seeds);
    for (int i = 0; i < requests; i++) {
      Thread thread = new Thread(this::work, "mobilespark-list-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while listing", e);
    }
    Throwable failed = failed();
    if (failed instanceof IOException io) {
      throw io;
    }
    if (failed != null) {
      throw new IOException(failed);
    }
    return List.copyOf(waiting);
  }

  /** Files so far. */
  long found() {
    return found.get();
  }

  /** Globs that something fitted, as asked for. */
  Set<String> matched() {
    return matched;
  }

  /** Folders that MobileSpark wrote and that are no input; files in them are to be left out. */
  Set<String> outputs() {
    return outputs;
  }

  /** Gives up. */
  @Override
  public void close() {
    stop();
    threads.forEach(Thread::interrupt);
  }

  private synchronized @Nullable Throwable failed() {
    return failure;
  }

  private synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  private void work() {
    for (FolderSeed seed = take(); seed != null; seed = take()) {
      List<FolderSeed> below = new ArrayList<>();
      try {
        if (!list(seed, below)) {
          below = List.of(seed);
        }
        done(below, null);
      } catch (IOException | RuntimeException | Error e) {
        done(List.of(), e);
      }
    }
  }

  private synchronized @Nullable FolderSeed take() {
    try {
      while (!stopped && waiting.isEmpty() && working > 0) {
        wait();
      }
    } catch (InterruptedException e) {
      stopped = true;
    }
    if (stopped || waiting.isEmpty()) {
      notifyAll();
      return null;
    }
    working++;
    return waiting.removeLast();
  }

  private synchronized void done(List<FolderSeed> below, @Nullable Throwable failed) {
    working--;
    waiting.addAll(below);
    if (failed != null && failure == null) {
      failure = failed;
    }
    stopped |= failure != null || waiting.size() > mostFolders || found.get() > mostFiles;
    notifyAll();
  }

  /** Whether it has been listed as a whole, and not given up as too much. */
  private boolean list(FolderSeed seed, List<FolderSeed> below) throws IOException {
    Path folder = seed.folder();
    FileSystem fileSystem = folder.getFileSystem(hadoop);
    if (seed.pattern().isEmpty()) {
      return listAll(seed, fileSystem, below);
    }
    try {
      String part = seed.pattern().get(0);
      GlobFilter filter = new GlobFilter(part);
      if (!filter.hasPattern()) {
        Path child = new Path(folder, part.replaceAll("\\\\(.)", "$1"));
        if (seed.pattern().size() > 1) {
          below.add(seed.below(child));
        } else {
          match(seed, fileSystem.getFileStatus(child), below);
        }
        return true;
      }
      RemoteIterator<FileStatus> children = fileSystem.listStatusIterator(folder);
      boolean last = seed.pattern().size() == 1;
      while (children.hasNext()) {
        FileStatus child = children.next();
        String name = child.getPath().getName();
        boolean shown = !last || PictureListing.hidden(part) || !PictureListing.hidden(name);
        if (shown && filter.accept(child.getPath())) {
          if (last) {
            match(seed, child, below);
          } else if (child.isDirectory()) {
            below.add(seed.below(child.getPath()));
          }
        }
        if (found.get() > mostFiles) {
          return false;
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing fits there.
    }
    return true;
  }

  private void match(FolderSeed seed, FileStatus child, List<FolderSeed> below) {
    matched.add(seed.input());
    if (child.isFile()) {
      take(child);
    } else {
      below.add(seed.below(child.getPath()));
    }
  }

  private boolean listAll(FolderSeed seed, FileSystem fileSystem, List<FolderSeed> below)
      throws IOException {
    RemoteIterator<FileStatus> children = fileSystem.listStatusIterator(seed.folder());
    while (children.hasNext()) {
      FileStatus child = children.next();
      String name = child.getPath().getName();
      if (OwnOutputs.FOLDER.equals(name) && isOutput(seed, fileSystem)) {
        outputs.add(seed.path());
        below.clear();
        return true;
      }
      if (PictureListing.hidden(name)) {
        continue;
      }
      if (child.isFile()) {
        take(child);
      } else {
        below.add(seed.below(child.getPath()));
      }
      if (found.get() > mostFiles) {
        return false;
      }
    }
    if (below.size() > MANY_FOLDERS
        && !(fileSystem instanceof LocalFileSystem)
        && areThin(fileSystem, below)) {
      below.clear();
      return listFlat(seed, fileSystem);
    }
    return true;
  }

  private static boolean isOutput(FolderSeed seed, FileSystem fileSystem) throws IOException {
    return !seed.asked() && OwnOutputs.isNoInput(fileSystem, seed.folder());
  }

  private void take(FileStatus file) {
    found.incrementAndGet();
    taker.accept(new PictureFile(file.getPath().toString(), file.getLen()));
  }

  /** Whether a few of the folders hold next to nothing. */
  private static boolean areThin(FileSystem fileSystem, List<FolderSeed> folders)
      throws IOException {
    int held = 0;
    for (int i = 0; i < SAMPLE; i++) {
      Path folder = folders.get(i * (folders.size() / SAMPLE)).folder();
      RemoteIterator<FileStatus> children = fileSystem.listStatusIterator(folder);
      for (int n = 0; n < SAMPLE * FEW_FILES && children.hasNext(); n++) {
        // A folder of folders is not thin.
        held += children.next().isDirectory() ? SAMPLE * FEW_FILES : 1;
      }
    }
    return held < SAMPLE * FEW_FILES;
  }

  /** An object store answers in pages without regard to folders. */
  private boolean listFlat(FolderSeed seed, FileSystem fileSystem) throws IOException {
    RemoteIterator<? extends FileStatus> all = fileSystem.listFiles(seed.folder(), true);
    while (all.hasNext()) {
      FileStatus file = all.next();
      Path parent = file.getPath().getParent();
      if (OwnOutputs.FOLDER.equals(parent.getName())
          && !parent.getParent().equals(seed.folder())
          && OwnOutputs.isNoInput(fileSystem, parent.getParent())) {
        outputs.add(parent.getParent().toString());
      }
      if (!PictureListing.hiddenBelow(seed.folder(), file.getPath())) {
        take(file);
      }
      if (found.get() > mostFiles) {
        return false;
      }
    }
    return true;
  }
}
