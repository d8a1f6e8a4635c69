// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.FileName;
import io.mobilespark.identity.LeftOut;
import io.mobilespark.identity.LeftOutCount;
import io.mobilespark.outputs.OutputContent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
public final class FolderWalk implements AutoCloseable {
  /** From so many sub-folders on, it is looked at how full they are. */
  private static final int MANY_FOLDERS = 64;

  private static final int SAMPLE = 4;

  /** A page holds 1,000 files, and pages of one listing come one after the other. */
  private static final int FEW_FILES = 16;

  private final Configuration hadoop;
  private final Consumer<PictureFile> taker;
  private final Set<String> again;
  private final long mostFolders;
  private final long mostFiles;
  private final List<Thread> threads = new ArrayList<>();

  /** The last one first, so that few wait; guarded by this. */
  private final Deque<FolderSeed> waiting = new ArrayDeque<>();

  private final AtomicLong found = new AtomicLong();
  private final Set<String> matched = ConcurrentHashMap.newKeySet();
  private final Set<String> outputs = ConcurrentHashMap.newKeySet();
  private final Map<String, OutputContent> contents = new ConcurrentHashMap<>();
  private final Set<FolderSeed> links = ConcurrentHashMap.newKeySet();
  private final Set<String> roots = ConcurrentHashMap.newKeySet();
  private final LeftOutCount leftOut = new LeftOutCount();
  private int working;
  private boolean stopped;
  private @Nullable Throwable failure;

  /**
   * A walk that stops where there is too much for it.
   *
   * @param taker takes what is found, from several threads; a file may come twice
   * @param again folders that are listed under other names
   * @param mostFolders that may wait
   * @param mostFiles that may be found
   */
  public FolderWalk(
      Configuration hadoop,
      Consumer<PictureFile> taker,
      Set<String> again,
      long mostFolders,
      long mostFiles) {
    this.again = again;
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
  public List<FolderSeed> walk(List<FolderSeed> seeds, int requests) throws IOException {
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
    if (failed instanceof MobileSparkException told) {
      throw told;
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

  /** What it has found besides files. */
  public WalkFindings findings() {
    return new WalkFindings(matched, outputs, contents, links, roots, leftOut.sum());
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
    FileSystem fileSystem = seed.folder().getFileSystem(hadoop);
    LeftOutCount here = new LeftOutCount();
    boolean whole =
        seed.pattern().isEmpty()
            ? listAll(seed, fileSystem, below, here)
            : listMatches(seed, fileSystem, below, here);
    if (whole) {
      // Otherwise it is listed again, by others.
      leftOut.add(here.sum());
    }
    return whole;
  }

  private boolean listMatches(
      FolderSeed seed, FileSystem fileSystem, List<FolderSeed> below, LeftOutCount here)
      throws IOException {
    Path folder = seed.folder();
    String part = seed.pattern().get(0);
    boolean last = seed.pattern().size() == 1;
    GlobFilter filter = new GlobFilter(part);
    if (!filter.hasPattern()) {
      String name = part.replaceAll("\\\\(.)", "$1");
      single(seed, fileSystem, name, below, here);
      return true;
    }
    // A name may hold a glob's characters: what is there under that very name wins.
    if (part.indexOf('[') >= 0 && single(seed, fileSystem, part, below, here)) {
      return true;
    }
    try (FolderChildren children = FolderChildren.of(fileSystem, folder)) {
      while (children.hasNext()) {
        Child child = children.next();
        if (filter.accept(StorageUri.child(folder, child.name()))) {
          if (last || (child.isFolder() && seed.leavesOut(child).isPresent())) {
            matchShown(seed, part, child, below, here);
          } else if (child.isFolder()) {
            goOn(seed, child, below, here);
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

  /** Whether a name that no glob is needed for is there. */
  private boolean single(
      FolderSeed seed,
      FileSystem fileSystem,
      String name,
      List<FolderSeed> below,
      LeftOutCount here)
      throws IOException {
    try {
      Child child = FolderChildren.one(fileSystem, StorageUri.child(seed.folder(), name));
      match(seed, child, below, here);
      return true;
    } catch (FileNotFoundException e) {
      // Nothing fits there.
      return false;
    }
  }

  /** Leaves out what a glob finds only because it finds everything. */
  private void matchShown(
      FolderSeed seed, String part, Child child, List<FolderSeed> below, LeftOutCount here) {
    Optional<LeftOut.Reason> reason = seed.leavesOut(child);
    boolean asked =
        FileName.isHiddenFolder(part)
            || (reason.filter(LeftOut.Reason.SIDE_FILE::equals).isPresent()
                && FileName.isBeside(part));
    if (reason.isPresent() && !asked) {
      here.add(reason.get(), child.path());
    } else {
      match(seed, child, below, here);
    }
  }

  private void match(FolderSeed seed, Child child, List<FolderSeed> below, LeftOutCount here) {
    if (seed.pattern().size() > 1) {
      goOn(seed, child, below, here);
      return;
    }
    matched.add(seed.input());
    if (child.isFile()) {
      take(child);
    } else if (child.kind() == Child.Kind.SPECIAL) {
      here.add(LeftOut.Reason.NO_FILE, child.path());
    } else {
      if (child.kind() == Child.Kind.FOLDER && !again.contains(child.path())) {
        roots.add(child.path());
      }
      goOn(seed, child, below, here);
    }
  }

  /** To a folder on the way; whether a link is followed is known once all is listed. */
  private void goOn(FolderSeed seed, Child child, List<FolderSeed> below, LeftOutCount here) {
    if (again.contains(child.path())) {
      here.add(LeftOut.Reason.LINKED_AGAIN, child.path());
    } else if (child.kind() == Child.Kind.LINKED_FOLDER) {
      links.add(seed.below(child.path()));
    } else {
      below.add(seed.below(child.path()));
    }
  }

  private boolean listAll(
      FolderSeed seed, FileSystem fileSystem, List<FolderSeed> below, LeftOutCount here)
      throws IOException {
    try (FolderChildren children = FolderChildren.of(fileSystem, seed.folder())) {
      while (children.hasNext()) {
        Child child = children.next();
        if (OwnOutputs.FOLDER.equals(child.name())
            && isOutput(seed.asked(), fileSystem, seed.folder())) {
          below.clear();
          here.clear();
          return true;
        }
        Optional<LeftOut.Reason> reason = seed.leavesOut(child);
        if (reason.isPresent()) {
          here.add(reason.get(), child.path());
        } else if (child.isFile()) {
          take(child);
        } else {
          goOn(seed, child, below, here);
        }
        if (found.get() > mostFiles) {
          return false;
        }
      }
    }
    if (below.size() > MANY_FOLDERS
        && !(fileSystem instanceof LocalFileSystem)
        && areThin(fileSystem, below)) {
      below.clear();
      here.clear();
      return listFlat(seed, fileSystem, here);
    }
    return true;
  }

  /** Notes what a folder is that MobileSpark wrote; whether it is left out. */
  private boolean isOutput(boolean asked, FileSystem fileSystem, Path folder) throws IOException {
    if (!asked && OwnOutputs.isNoInput(fileSystem, folder)) {
      outputs.add(folder.toString());
      return true;
    }
    OutputContent.of(fileSystem, folder).ifPresent(told -> contents.put(folder.toString(), told));
    return false;
  }

  private void take(Child file) {
    found.incrementAndGet();
    taker.accept(new PictureFile(file.path(), file.length(), file.modifiedMillis()));
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
  private boolean listFlat(FolderSeed seed, FileSystem fileSystem, LeftOutCount here)
      throws IOException {
    RemoteIterator<? extends FileStatus> all = fileSystem.listFiles(seed.folder(), true);
    String hiddenFolder = "";
    Set<Path> seen = new HashSet<>();
    while (all.hasNext()) {
      FileStatus file = all.next();
      Path parent = file.getPath().getParent();
      if (OwnOutputs.FOLDER.equals(parent.getName())
          && !parent.getParent().equals(seed.folder())
          && seen.add(parent.getParent())) {
        isOutput(false, fileSystem, parent.getParent());
      }
      Optional<Path> hidden = seed.hiddenFolder(parent);
      if (hidden.isPresent()) {
        // What lies in one folder comes in a row.
        if (!hidden.get().toString().equals(hiddenFolder)) {
          hiddenFolder = hidden.get().toString();
          here.add(LeftOut.Reason.HIDDEN, hiddenFolder);
        }
      } else {
        Child child = Child.of(file, Child.Kind.FILE);
        Optional<LeftOut.Reason> reason = seed.leavesOut(child);
        reason.ifPresentOrElse(why -> here.add(why, child.path()), () -> take(child));
      }
      if (found.get() > mostFiles) {
        return false;
      }
    }
    return true;
  }
}
