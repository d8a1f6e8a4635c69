// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.jobs.journal.RunLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * How a folder's files take the place of another's one by one. It is stored before the first step,
 * and knows which files were there then: what others put there between a kill and the next run is
 * not among those that go.
 *
 * @param names of the files that are wanted, below the folder, with {@code /} between parts
 * @param replaced those that lay there before, likewise
 */
record Replacement(Set<String> names, Set<String> replaced) {
  /** Copies the names. */
  Replacement {
    names = Collections.unmodifiableSet(new TreeSet<>(names));
    replaced = Collections.unmodifiableSet(new TreeSet<>(replaced));
  }

  /** Nothing is changed yet. */
  static Replacement of(FileSystem fileSystem, Path staged, Path target) throws IOException {
    Set<String> replaced = new TreeSet<>(StagedFiles.of(fileSystem, target).names());
    replaced.removeIf(name -> name.startsWith(OutputMarker.FOLDER + "/" + OutputMarker.LOCK));
    return new Replacement(StagedFiles.of(fileSystem, staged).names(), replaced);
  }

  /**
   * Puts the files in their places, markers last; removes what is no longer wanted then. Can be
   * called again after a kill at any moment, with the same result.
   *
   * @param lock of the target
   */
  void apply(FileSystem fileSystem, Path staged, Path target, RunLock lock) throws IOException {
    Set<String> left = StagedFiles.of(fileSystem, staged).names();
    Set<String> there = new HashSet<>(StagedFiles.of(fileSystem, target).names());
    List<String> order = new ArrayList<>(names);
    order.sort((a, b) -> Boolean.compare(isMarker(staged, a), isMarker(staged, b)));
    order.retainAll(left);
    for (String name : order) {
      lock.check();
      Path from = new Path(staged, name);
      Path to = new Path(target, name);
      fileSystem.mkdirs(to.getParent());
      if (!there.contains(name)) {
        if (!fileSystem.rename(from, to)) {
          throw new IOException("Cannot rename " + from + " to " + to);
        }
      } else if (!FileUtil.copy(
          fileSystem, from, fileSystem, to, false, true, fileSystem.getConf())) {
        throw new IOException("Cannot copy " + from + " to " + to);
      }
    }
    for (String name : replaced) {
      if (!names.contains(name)) {
        lock.check();
        fileSystem.delete(new Path(target, name), false);
      }
    }
  }

  private static boolean isMarker(Path staged, String name) {
    return OutputMarker.isMarker(new Path(staged, name));
  }
}
