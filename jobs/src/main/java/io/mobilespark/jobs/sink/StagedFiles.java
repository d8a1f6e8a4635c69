// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sink;

import io.mobilespark.outputs.OutputMarker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
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
}
