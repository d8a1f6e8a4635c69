package io.mobilespark.jobs.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A table on an object store, where a run's files are told by their names: the store's commit is no
 * single step, and a run that was killed within it may have left some.
 */
public record RunFiles(Workplace place, String run) {
  /** How the names of the run's files begin. */
  public String basename() {
    return "part-" + run;
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

  private void remove(Path below, boolean own) throws IOException {
    RemoteIterator<LocatedFileStatus> files = place.fileSystem().listFiles(below, true);
    while (files.hasNext()) {
      Path file = files.next().getPath();
      if (file.getName().startsWith(basename()) == own) {
        place.fileSystem().delete(file, false);
      }
    }
  }
}
