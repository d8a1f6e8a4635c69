// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.guard;

import io.mobilespark.outputs.StateFiles;
import io.mobilespark.outputs.OutputMarker;
import io.mobilespark.outputs.StoreKind;
import io.mobilespark.outputs.OutputKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tells the files of an output from those that others have put there. */
final class OwnFiles {
  /** What Spark and Hadoop write beside a table's files. */
  private static final Set<String> BESIDE = Set.of("_SUCCESS", "_spark_metadata", "_temporary");

  private static final Set<OutputKind> NESTING =
      Set.of(OutputKind.HEAD, OutputKind.REPORT, OutputKind.BENCHMARK);

  private static final String UNCOMMITTED = "__magic";
  private static final String CHECKSUM = ".crc";

  private final FileSystem fileSystem;
  private final boolean ofTable;
  private final boolean nests;
  private final Set<String> files;

  private OwnFiles(FileSystem fileSystem, boolean ofTable, boolean nests, Set<String> files) {
    this.fileSystem = fileSystem;
    this.ofTable = ofTable;
    this.nests = nests;
    this.files = files;
  }

  /**
   * The first file below a folder that is not MobileSpark's; empty where there is none.
   *
   * @param marker of the folder; empty for one without, in which only the work of a run that has
   *     not ended is MobileSpark's
   */
  static Optional<Path> stranger(FileSystem fileSystem, Path folder, Optional<OutputMarker> marker)
      throws IOException {
    boolean ofTable = marker.map(each -> each.kind() == OutputKind.TABLE).orElse(true);
    Set<String> files = new TreeSet<>(marker.map(OutputMarker::files).orElse(Set.of()));
    if (ofTable) {
      files.addAll(unfinished(fileSystem, folder));
    }
    boolean nests = marker.filter(each -> NESTING.contains(each.kind())).isPresent();
    return new OwnFiles(fileSystem, ofTable && !files.isEmpty(), nests, files).stranger(folder, "");
  }

  /** How the names begin of what a run left in its table that has not ended, or not removed yet. */
  private static Set<String> unfinished(FileSystem fileSystem, Path folder) throws IOException {
    StoreKind store = StoreKind.of(fileSystem, folder);
    Path work =
        store.worksWithin()
            ? new Path(folder, OutputMarker.FOLDER + "/run")
            : new Path(folder.getParent(), "." + folder.getName() + ".mobilespark");
    Set<String> files = new TreeSet<>();
    new StateFiles(fileSystem, store)
        .read(new Path(work, "state.json"), JsonNode.class)
        .ifPresent(
            state -> {
              files.add(OutputMarker.ANY_TABLE_FILE + state.path("run").asText());
              state.path("old_files").forEach(file -> files.add(file.asText()));
            });
    return files;
  }

  private Optional<Path> stranger(Path folder, String below) throws IOException {
    for (FileStatus child : fileSystem.listStatus(folder)) {
      Path path = child.getPath();
      if (below.isEmpty() && path.getName().equals(OutputMarker.FOLDER)) {
        continue;
      }
      Optional<Path> found =
          child.isDirectory()
              ? strangerIn(path, below + path.getName() + "/")
              : Optional.of(path).filter(file -> !isOwn(file.getName(), below));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Path> strangerIn(Path folder, String below) throws IOException {
    String name = folder.getName();
    if (ofTable && (BESIDE.contains(name) || name.startsWith(UNCOMMITTED))) {
      return Optional.empty();
    }
    Optional<OutputMarker> own = OutputMarker.of(fileSystem, folder);
    if (own.isEmpty()) {
      return stranger(folder, below);
    }
    // Another output, which is nobody's to replace but its own run's, unless this one is made of
    // others, as a head is of its features.
    return nests ? stranger(fileSystem, folder, own) : Optional.of(folder);
  }

  private static boolean isBeginning(String begin, String name) {
    return begin.endsWith("*") && name.startsWith(begin.substring(0, begin.length() - 1));
  }

  private boolean isOwn(String name, String below) {
    if (name.startsWith(".") && name.endsWith(CHECKSUM)) {
      return isOwn(name.substring(1, name.length() - CHECKSUM.length()), below);
    }
    return ofTable
        ? BESIDE.contains(name)
            || (name.endsWith(".parquet") && files.stream().anyMatch(name::startsWith))
        : files.contains(below + name)
            || files.stream().anyMatch(begin -> isBeginning(begin, below + name));
  }
}
