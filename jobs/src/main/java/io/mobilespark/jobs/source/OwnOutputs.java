package io.mobilespark.jobs.source;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.jobs.guard.OutputMarker;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Folders that MobileSpark has written and that no listing is to find: tables, reports and the
 * like, but not what it writes for others to read, such as shards.
 *
 * @param folders qualified
 */
record OwnOutputs(Set<String> folders) implements Serializable {
  /** The folder within each. */
  static final String FOLDER = OutputMarker.FOLDER;

  OwnOutputs {
    folders = Set.copyOf(folders);
  }

  OwnOutputs(Collection<String> folders) {
    this(Set.copyOf(folders));
  }

  /** As what was left out. */
  LeftOut leftOut() {
    LeftOut all = LeftOut.NONE;
    for (String folder : folders) {
      all = all.plus(LeftOut.Reason.OWN_OUTPUT, folder);
    }
    return all;
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
    return OutputMarker.of(fileSystem, folder).filter(own -> !own.kind().isInput()).isPresent();
  }
}
