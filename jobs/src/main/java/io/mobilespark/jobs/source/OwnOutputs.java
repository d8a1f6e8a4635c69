package io.mobilespark.jobs.source;

import io.mobilespark.jobs.guard.StateFiles;
import io.mobilespark.jobs.guard.StoreKind;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Folders that MobileSpark has written and that no listing is to find: tables, reports and the
 * like, but not what it writes for others to read, such as shards.
 *
 * @param folders qualified
 */
record OwnOutputs(Set<String> folders) implements Serializable {
  /** The folder within each. */
  static final String FOLDER = "_mobilespark";

  /** Files in it that say what the folder is. */
  private static final List<String> MARKERS = List.of("run.json", "output.json");

  private static final Set<String> INPUTS = Set.of("pack", "pictures");

  OwnOutputs {
    folders = Set.copyOf(folders);
  }

  OwnOutputs(Collection<String> folders) {
    this(Set.copyOf(folders));
  }

  /** Whether a file lies in one of them. */
  boolean hold(String path) {
    if (folders.isEmpty()) {
      return false;
    }
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (folders.contains(path.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a folder with a folder of MobileSpark's in it is one of them. */
  static boolean isNoInput(FileSystem fileSystem, Path folder) throws IOException {
    StateFiles files = new StateFiles(fileSystem, StoreKind.of(fileSystem, folder));
    for (String name : MARKERS) {
      Optional<Marker> marker = files.read(new Path(new Path(folder, FOLDER), name), Marker.class);
      if (marker.isPresent()) {
        return marker.get().kind() == null || !INPUTS.contains(marker.get().kind());
      }
    }
    return false;
  }

  /**
   * What a marker says.
   *
   * @param kind of the folder; none in those of versions that wrote only tables' markers
   */
  record Marker(@Nullable String kind) {}
}
