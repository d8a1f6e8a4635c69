// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;
import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.outputs.StateFiles;
import io.mobilespark.outputs.StoreKind;
import io.mobilespark.storage.S3Uri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a run keeps its work until its table is whole: a hidden folder that every run into the same
 * output finds again. It lies beside the output, where one rename gives the table its name; on an
 * object store, where nothing can be renamed and rights may end at the output, within it.
 */
public final class Workplace {
  /** The folder within a table that is not the table's rows. */
  static final String OWN = OutputMarker.FOLDER;

  private static final String LISTS = "list";

  private final FileSystem fileSystem;
  private final Path target;
  private final StoreKind store;
  private final StateFiles files;

  private Workplace(FileSystem fileSystem, Path target, StoreKind store) {
    this.fileSystem = fileSystem;
    this.target = target;
    this.store = store;
    this.files = new StateFiles(fileSystem, store);
  }

  /**
   * The workplace for an output that others have prepared.
   *
   * @throws MobileSparkException when its store cannot be told
   */
  public static Workplace of(FileSystem fileSystem, Path target) {
    try {
      return new Workplace(fileSystem, target, StoreKind.of(fileSystem, target));
    } catch (IOException e) {
      throw new MobileSparkException("The output " + target + " cannot be used: " + e, e);
    }
  }

  /**
   * The workplace for an output; writes nothing yet.
   *
   * @param uri the folder to be made
   * @throws MobileSparkException when no table can be made there
   */
  public static Workplace of(String uri, Configuration hadoop) {
    try {
      Path path = new Path(S3Uri.byS3a(uri, hadoop));
      FileSystem fileSystem = path.getFileSystem(hadoop);
      Path target = fileSystem.makeQualified(path);
      if (target.isRoot()) {
        throw new MobileSparkException(
            "The output " + target + " is no folder but a whole storage");
      }
      return new Workplace(fileSystem, target, StoreKind.of(fileSystem, target));
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException("The output " + uri + " cannot be used: " + e, e);
    }
  }

  /** The table as it will be called. */
  public Path target() {
    return target;
  }

  /** What the table lies on. */
  public StoreKind store() {
    return store;
  }

  /** Reaches all of it; the caller's configuration owns it. */
  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** Reads and writes small files of it. */
  public StateFiles files() {
    return files;
  }

  /** Everything of a run that is not yet the table's. */
  public Path folder() {
    return store.worksWithin()
        ? new Path(new Path(target, OWN), "run")
        // Hidden by its dot from whoever lists the parent.
        : new Path(target.getParent(), "." + target.getName() + ".mobilespark");
  }

  /** A file that is there as long as a run is at work. */
  Path lock() {
    return store.worksWithin()
        ? new Path(new Path(target, OWN), OutputMarker.LOCK)
        : new Path(target.getParent(), "." + target.getName() + ".mobilespark.lock");
  }

  /** What the run at work rewrites as long as it lives. */
  Path heartbeat() {
    return lock().suffix(".beat");
  }

  Path state() {
    return new Path(folder(), "state.json");
  }

  Path waves() {
    return new Path(folder(), "waves");
  }

  /** Where lists of what a run reads are stored. */
  public Path lists() {
    return new Path(folder(), LISTS);
  }

  /** Where tasks note which pictures they have in hand. */
  Path crashNotes() {
    return new Path(folder(), "crash");
  }

  /** Where the processes that work on the run note how far they came. */
  Path attempts() {
    return new Path(folder(), "attempts");
  }

  /** Where a table is put together at the end of its run, off object stores. */
  public Path staging() {
    return new Path(folder(), "new");
  }

  /** Where waves are put together while a run goes on. */
  Path merges() {
    return new Path(folder(), "merged");
  }

  /** Where files of the table are written again in which rows are replaced. */
  public Path retried() {
    return new Path(folder(), "retry");
  }

  /** Where a table that is being replaced waits, off object stores. */
  public Path aside() {
    return new Path(folder(), "old");
  }

  /** Whether something lies under the output's name that is not the work of an unfinished run. */
  boolean holdsSomething() throws IOException {
    try {
      FileStatus status = fileSystem.getFileStatus(target);
      if (status.isFile() || fileSystem.exists(RunManifest.below(target))) {
        return true;
      }
      return Stream.of(fileSystem.listStatus(target))
          .map(child -> child.getPath().getName())
          .anyMatch(
              name -> !(store.worksWithin() && (name.equals(OWN) || store.holdsUncommitted(name))));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Removes all that is not the table's. */
  public void clear() throws IOException {
    fileSystem.delete(folder(), true);
  }

  /** Removes what is left of earlier runs but for lists, among which one may be of this run. */
  void clearWork() throws IOException {
    try {
      for (FileStatus child : fileSystem.listStatus(folder())) {
        if (!child.getPath().getName().equals(LISTS)) {
          fileSystem.delete(child.getPath(), true);
        }
      }
    } catch (FileNotFoundException e) {
      // There was none.
    }
  }

  /** Removes all of it if it holds no file any more. */
  public void clearIfEmpty() throws IOException {
    try {
      if (!fileSystem.listFiles(folder(), true).hasNext()) {
        clear();
      }
    } catch (FileNotFoundException e) {
      // Nothing was begun.
    }
  }

  /**
   * Puts a table back that a killed run had moved aside, unless something has its place: an empty
   * folder is nothing, for whoever starts runs again makes their folders first.
   */
  void bringBack() throws IOException {
    if (!store.worksWithin() && fileSystem.exists(aside()) && !holdsSomething()) {
      fileSystem.delete(target, false);
      rename(aside(), target);
    }
  }

  /** Renames, and fails where that was not done. */
  public void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }
}
