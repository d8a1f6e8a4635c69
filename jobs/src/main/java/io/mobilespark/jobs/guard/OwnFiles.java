package io.mobilespark.jobs.guard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
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

  private static final String UNCOMMITTED = "__magic";
  private static final String CHECKSUM = ".crc";

  private final FileSystem fileSystem;
  private final boolean ofTable;
  private final Set<String> files;

  private OwnFiles(FileSystem fileSystem, boolean ofTable, Set<String> files) {
    this.fileSystem = fileSystem;
    this.ofTable = ofTable;
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
      unfinished(fileSystem, folder).ifPresent(files::add);
    }
    return new OwnFiles(fileSystem, ofTable && !files.isEmpty(), files).stranger(folder, "");
  }

  /** How the names begin of what a run left in its table that has not ended. */
  private static Optional<String> unfinished(FileSystem fileSystem, Path folder)
      throws IOException {
    Path state = new Path(new Path(folder, OutputMarker.FOLDER), "run/state.json");
    try (InputStream in = StateFiles.raw(fileSystem).open(state)) {
      return Optional.of(
          OutputMarker.ANY_TABLE_FILE + StateFiles.JSON.readTree(in).path("run").asText());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
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
    return own.isPresent() ? stranger(fileSystem, folder, own) : stranger(folder, below);
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
