// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.jobs.guard.OutputMarker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * The files of a folder.
 *
 * @param fileSystem reaches it
 * @param folder they lie below
 * @param names below the folder, with {@code /} between parts
 */
record StagedFiles(FileSystem fileSystem, Path folder, Set<String> names) {
  /** What lies below a folder; nothing where it is not there. */
  static StagedFiles of(FileSystem fileSystem, Path folder) throws IOException {
    StagedFiles files = new StagedFiles(fileSystem, folder, new TreeSet<>());
    files.collect(folder, "");
    return files;
  }

  private void collect(Path below, String prefix) throws IOException {
    try {
      for (FileStatus child : fileSystem.listStatus(below)) {
        String name = prefix + child.getPath().getName();
        if (child.isDirectory()) {
          collect(child.getPath(), name + "/");
        } else {
          names.add(name);
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing was written there.
    }
  }

  /** But for those in folders that have a marker of their own. */
  Set<String> unmarked() {
    Set<String> marked =
        names.stream()
            .filter(name -> OutputMarker.isMarker(new Path(folder, name)))
            .map(name -> name.substring(0, name.lastIndexOf(OutputMarker.FOLDER)))
            .filter(prefix -> !prefix.isEmpty())
            .collect(Collectors.toSet());
    return names.stream()
        .filter(name -> marked.stream().noneMatch(name::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Puts those that are there into another folder one by one, markers last; removes what else lies
   * there then. Can be called again after a kill at any moment, with the same result.
   */
  void replace(Path target) throws IOException {
    Set<String> there = of(fileSystem, folder).names();
    Set<String> old = new HashSet<>(of(fileSystem, target).names());
    List<String> order = new ArrayList<>(names);
    order.sort((a, b) -> Boolean.compare(isMarker(a), isMarker(b)));
    order.retainAll(there);
    for (String name : order) {
      Path to = new Path(target, name);
      fileSystem.mkdirs(to.getParent());
      if (!old.contains(name)) {
        if (!fileSystem.rename(new Path(folder, name), to)) {
          throw new IOException("Cannot rename " + new Path(folder, name) + " to " + to);
        }
      } else if (!FileUtil.copy(
          fileSystem, new Path(folder, name), fileSystem, to, false, true, fileSystem.getConf())) {
        throw new IOException("Cannot copy " + new Path(folder, name) + " to " + to);
      }
    }
    old.removeAll(names);
    for (String name : old) {
      fileSystem.delete(new Path(target, name), false);
    }
  }

  private boolean isMarker(String name) {
    return OutputMarker.isMarker(new Path(folder, name));
  }
}
