package io.mobilespark.jobs.journal;

import io.mobilespark.jobs.guard.OutputMarker;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of a run, told from those of every other run by their names. Where a store's commit is
 * no single step, a run that was killed within it may have left some in the table.
 */
public record RunFiles(Workplace place, String run) {
  /** How the names of the run's files begin. */
  public String basename() {
    return OutputMarker.ANY_TABLE_FILE + run;
  }

  /** Removes the run's own files. */
  public void removeOwn() throws IOException {
    remove(true);
  }

  /** Removes every other run's files. */
  public void removeOthers() throws IOException {
    FollowState.forget(place);
    remove(false);
  }

  private void remove(boolean own) throws IOException {
    FileSystem fileSystem = place.fileSystem();
    try {
      for (FileStatus child : fileSystem.listStatus(place.target())) {
        if (place.store().holdsUncommitted(child.getPath().getName())) {
          fileSystem.delete(child.getPath(), true);
        } else if (!child.getPath().getName().startsWith("_")) {
          remove(child.getPath(), own);
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing has been written there.
    }
  }

  private boolean isOwn(Path file) {
    return file.getName().startsWith(basename());
  }

  /** What lies there besides was put there by somebody else, and stays. */
  private boolean isOfAnotherRun(Path file) {
    String name = file.getName();
    return !isOwn(file)
        && name.startsWith(OutputMarker.ANY_TABLE_FILE)
        && name.endsWith(".parquet");
  }

  private void remove(Path below, boolean own) throws IOException {
    RemoteIterator<LocatedFileStatus> files = place.fileSystem().listFiles(below, true);
    while (files.hasNext()) {
      Path file = files.next().getPath();
      if (own ? isOwn(file) : isOfAnotherRun(file)) {
        place.fileSystem().delete(file, false);
      }
    }
  }
}
