// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import io.mobilespark.identity.FileName;
import io.mobilespark.identity.LeftOut;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A folder that is still to be listed.
 *
 * @param input as it was asked for
 * @param path qualified
 * @param pattern what is wanted below it, a part of a glob for each level; empty for all that there
 *     is, to the bottom
 * @param asked whether somebody named this very folder, so that it is listed whatever it is
 * @param allFiles whether side files are listed too
 */
public record FolderSeed(String input, String path, List<String> pattern, boolean asked, boolean allFiles)
    implements Serializable {

  Path folder() {
    return new Path(path);
  }

  /** A folder in it, which the first part of the pattern fits. */
  FolderSeed below(String folder) {
    List<String> rest =
        pattern.isEmpty() ? pattern : List.copyOf(pattern.subList(1, pattern.size()));
    return new FolderSeed(input, folder, rest, false, allFiles);
  }

  /** The uppermost folder on the way down to another one that is hidden. */
  Optional<Path> hiddenFolder(Path below) {
    Path folder = folder();
    Optional<Path> hidden = Optional.empty();
    for (Path p = below; p != null && !p.equals(folder); p = p.getParent()) {
      if (FileName.isHiddenFolder(p.getName())) {
        hidden = Optional.of(p);
      }
    }
    return hidden;
  }

  /** Why something in it is left out; empty where it is not. */
  Optional<LeftOut.Reason> leavesOut(Child child) {
    if (!child.isFile() || allFiles || FileKinds.isTable(child.name())) {
      // Whether files of tables are what is looked for is known once all are found.
      return hidden(child);
    }
    return FileName.leftOut(child.name());
  }

  /** Why something is left out even where side files are not. */
  static Optional<LeftOut.Reason> hidden(Child child) {
    return switch (child.kind()) {
      case FILE -> FileName.leftOut(child.name()).filter(LeftOut.Reason.HIDDEN::equals);
      case SPECIAL -> Optional.of(LeftOut.Reason.NO_FILE);
      default ->
          FileName.isHiddenFolder(child.name())
              ? Optional.of(LeftOut.Reason.HIDDEN)
              : Optional.empty();
    };
  }
}
