// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.outputs.StateFiles;
import io.mobilespark.outputs.StoreKind;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that appears whole or not at all: everything is written to a hidden folder beside it,
 * which takes its name at the end, with a marker of what it is. What was there before stays until
 * that moment. Where a folder cannot be renamed at once, its files are put in their places one by
 * one, markers last, and only then those go that are no longer wanted: a reader may meet some of
 * both, and what a kill has left undone the next run into that folder ends first.
 */
public final class StagedFolder {
  private static final String PREFIX = ".%s.mobilespark-";

  private static final String ASIDE = "old";
  private static final String STAGING = "new";

  /** Names all files of a folder that is whole, and is being put in its place. */
  private static final String FILES = "files.json";

  private final OutputGuard guard;
  private final OutputKind kind;
  private final RunLock lock;
  private final FileSystem fileSystem;
  private final Path target;
  private final Path workplace;
  private final Path staging;
  private final Path aside;
  private final boolean overwrite;

  private StagedFolder(
      OutputGuard guard,
      OutputKind kind,
      RunLock lock,
      Path workplace,
      Path staging,
      boolean overwrite) {
    this.guard = guard;
    this.kind = kind;
    this.lock = lock;
    this.fileSystem = guard.fileSystem();
    this.target = guard.output();
    this.workplace = workplace;
    this.staging = staging;
    this.aside = new Path(workplace, ASIDE);
    this.overwrite = overwrite;
  }

  /** What a workplace has put together, which has its manifest for a marker. */
  static StagedFolder in(RunLock lock, Path staging, boolean overwrite) {
    Workplace place = lock.place();
    return new StagedFolder(
        OutputGuard.of("--output", place.fileSystem(), place.target()),
        OutputKind.TABLE,
        lock,
        place.folder(),
        staging,
        overwrite);
  }

  /**
   * Prepares a folder; writes nothing yet. One that a killed run had moved aside comes back first.
   *
   * @param lock of that folder, which stays the caller's
   * @param guard of the folder to be made, which knows all that the run reads
   * @throws MobileSparkException when it is there, holds something and may not be replaced
   */
  public static StagedFolder at(
      RunLock lock, OutputGuard guard, OutputKind kind, boolean overwrite) {
    return at(lock, guard, kind, lock.attempt(), overwrite);
  }

  /**
   * As {@link #at(RunLock, OutputGuard, OutputKind, boolean)}, for runs that find the work of those
   * before them again.
   *
   * @param name of the work, the same for all runs
   */
  public static StagedFolder at(
      RunLock lock, OutputGuard guard, OutputKind kind, String name, boolean overwrite) {
    guard.requireMovable();
    Path target = guard.output();
    // Hidden by its dot from whoever lists the parent; Spark warns of hidden last components only.
    Path workplace =
        new Path(target.getParent(), String.format(Locale.ROOT, PREFIX, target.getName()) + name);
    StagedFolder folder =
        new StagedFolder(guard, kind, lock, workplace, new Path(workplace, STAGING), overwrite);
    try {
      bringBack(lock, guard);
    } catch (IOException e) {
      throw new MobileSparkException("The output " + target + " cannot be used: " + e, e);
    }
    guard.requireFree(kind, overwrite);
    return folder;
  }

  /** The folder as it will be called. */
  public Path target() {
    return target;
  }

  /** The folder to write to until then. */
  public Path staging() {
    return staging;
  }

  /**
   * Gives the staged folder its name. What has that name is moved aside first, put back should that
   * fail, and deleted last.
   */
  public void commit() throws IOException {
    guard.requireFree(kind, overwrite);
    StagedFiles staged = StagedFiles.of(fileSystem, staging);
    if (kind != OutputKind.TABLE) {
      Set<String> files = new TreeSet<>(staged.unmarked());
      OutputMarker.of(fileSystem, staging).map(OutputMarker::files).ifPresent(files::addAll);
      OutputMarker.now(kind, lock.attempt(), files).write(fileSystem, staging);
    }
    lock.check();
    if (StoreKind.of(fileSystem, target) == StoreKind.FOLDERS) {
      rename();
    } else {
      Replacement files = Replacement.of(fileSystem, staging, target);
      new StateFiles(fileSystem, StoreKind.of(fileSystem, target))
          .write(new Path(workplace, FILES), files);
      files.apply(fileSystem, staging, target, lock);
    }
    fileSystem.delete(workplace, true);
  }

  private void rename() throws IOException {
    boolean replaces = fileSystem.exists(target);
    if (replaces) {
      rename(target, aside);
    }
    try {
      rename(staging, target);
    } catch (IOException e) {
      if (replaces) {
        putBack(e);
      }
      throw e;
    }
  }

  /** Removes what was staged and not committed. Does nothing after a commit. */
  public void discard() throws IOException {
    if (fileSystem.exists(new Path(workplace, FILES))) {
      // Some of its files have been put in their places: the next run ends that.
      return;
    }
    // An earlier folder that could not be put back is all there is of it.
    fileSystem.delete(fileSystem.exists(aside) ? staging : workplace, true);
  }

  /**
   * A run that was killed between its two renames has left the old folder aside; one that was
   * killed while it put its files in their places has left some beside.
   */
  public static void bringBack(RunLock lock, OutputGuard guard) throws IOException {
    FileSystem fileSystem = guard.fileSystem();
    Path target = guard.output();
    if (!fileSystem.exists(target.getParent())) {
      return;
    }
    String prefix = String.format(Locale.ROOT, PREFIX, target.getName());
    StoreKind store = StoreKind.of(fileSystem, target);
    if (store != StoreKind.FOLDERS) {
      putInPlace(lock, guard, prefix, new StateFiles(fileSystem, store));
      return;
    }
    boolean there = fileSystem.exists(target);
    if (there && (!fileSystem.getFileStatus(target).isDirectory() || holdsAnything(guard))) {
      return;
    }
    for (FileStatus child : fileSystem.listStatus(target.getParent())) {
      Path old = new Path(child.getPath(), ASIDE);
      if (child.getPath().getName().startsWith(prefix) && fileSystem.exists(old)) {
        if (there) {
          // Empty: whoever starts runs again makes their folders first.
          fileSystem.delete(target, false);
        }
        if (!fileSystem.rename(old, target)) {
          throw new IOException("Cannot rename " + old + " to " + target);
        }
        return;
      }
    }
  }

  private static boolean holdsAnything(OutputGuard guard) throws IOException {
    return guard.fileSystem().listStatusIterator(guard.output()).hasNext();
  }

  private static void putInPlace(
      RunLock lock, OutputGuard guard, String prefix, StateFiles files) throws IOException {
    FileSystem fileSystem = guard.fileSystem();
    Path target = guard.output();
    for (FileStatus child : fileSystem.listStatus(target.getParent())) {
      Path left = child.getPath();
      if (child.isDirectory() && left.getName().startsWith(prefix)) {
        Optional<Replacement> begun = files.read(new Path(left, FILES), Replacement.class);
        if (begun.isPresent()) {
          begun.get().apply(fileSystem, new Path(left, STAGING), target, lock);
          fileSystem.delete(left, true);
        }
      }
    }
  }

  private void putBack(IOException why) throws IOException {
    try {
      rename(aside, target);
    } catch (IOException e) {
      IOException failure =
          new IOException(why.getMessage() + "; what was there lies in " + aside, e);
      failure.addSuppressed(why);
      throw failure;
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }
}
