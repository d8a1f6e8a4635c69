// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.outputs.OutputContent;
import io.mobilespark.outputs.OutputMarker;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Folders that MobileSpark has written and that no listing is to find: tables, reports and the
 * like, but not what it writes for others to read, such as shards.
 *
 * @param folders qualified
 * @param contents of those that are read, by their qualified paths: files that a run has left there
 *     which did not end are no input
 */
public record OwnOutputs(Set<String> folders, Map<String, OutputContent> contents)
    implements Serializable {
  /** The folder within each. */
  public static final String FOLDER = OutputMarker.FOLDER;

  /** Copies the collections. */
  public OwnOutputs {
    folders = Set.copyOf(folders);
    contents = Map.copyOf(contents);
  }

  /** As what was left out. */
  public LeftOut leftOut() {
    LeftOut all = LeftOut.NONE;
    for (String folder : folders) {
      all = all.plus(LeftOut.Reason.OWN_OUTPUT, folder);
    }
    return all;
  }

  /** Whether a file lies in one of them and is not to be read. */
  public boolean hold(String path) {
    if (folders.isEmpty() && contents.isEmpty()) {
      return false;
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String folder = path.substring(0, end);
      OutputContent content = contents.get(folder);
      if (folders.contains(folder) || (content != null && content.leftBehind(name))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a folder with a folder of MobileSpark's in it is one of them. */
  static boolean isNoInput(FileSystem fileSystem, Path folder) throws IOException {
    // A table that is written in its place, and shards there, get what tells them last.
    return OutputContent.isUnfinished(fileSystem, folder)
        || OutputMarker.of(fileSystem, folder).filter(own -> !own.kind().isInput()).isPresent();
  }
}
