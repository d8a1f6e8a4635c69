// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.outputs.OutputMarker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
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
  /** How the names of the run's files begin, whichever of its attempts wrote them. */
  public String basename() {
    return OutputMarker.ANY_TABLE_FILE + run;
  }

  /** How the names of the files begin that one attempt at the run writes. */
  public String basename(String attempt) {
    return basename() + "-" + attempt;
  }

  /** How the names of the files begin that lie there already, where MobileSpark wrote them. */
  static List<String> lying(Workplace place) throws IOException {
    return OutputMarker.of(place.fileSystem(), place.target())
        .map(marker -> List.copyOf(marker.files()))
        .orElse(List.of());
  }

  /** Removes the run's own files. */
  public void removeOwn() throws IOException {
    remove(name -> name.startsWith(basename()));
  }

  /** Removes files of the run that other attempts than one have written, late. */
  public void removeLate(String attempt) throws IOException {
    remove(name -> name.startsWith(basename()) && !name.startsWith(basename(attempt)));
  }

  /**
   * Removes other runs' files, whose table this run's has replaced.
   *
   * @param replaced how their names begin
   */
  public void removeOthers(List<String> replaced) throws IOException {
    FollowState.forget(place);
    remove(
        name ->
            !name.startsWith(basename())
                && name.endsWith(".parquet")
                && replaced.stream().anyMatch(name::startsWith));
  }

  private void remove(Predicate<String> those) throws IOException {
    FileSystem fileSystem = place.fileSystem();
    try {
      for (FileStatus child : fileSystem.listStatus(place.target())) {
        if (place.store().holdsUncommitted(child.getPath().getName())) {
          fileSystem.delete(child.getPath(), true);
        } else if (!child.getPath().getName().startsWith("_")) {
          remove(child.getPath(), those);
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing has been written there.
    }
  }

  private void remove(Path below, Predicate<String> those) throws IOException {
    RemoteIterator<LocatedFileStatus> files = place.fileSystem().listFiles(below, true);
    while (files.hasNext()) {
      Path file = files.next().getPath();
      if (those.test(file.getName())) {
        place.fileSystem().delete(file, false);
      }
    }
  }
}
