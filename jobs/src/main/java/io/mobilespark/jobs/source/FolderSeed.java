package io.mobilespark.jobs.source;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A folder that is still to be listed.
 *
 * @param input as it was asked for
 * @param path qualified
 * @param pattern what is wanted below it, a part of a glob for each level; empty for all that there
 *     is, to the bottom
 * @param asked whether somebody named this very folder, so that it is listed whatever it is
 */
record FolderSeed(String input, String path, List<String> pattern, boolean asked)
    implements Serializable {

  Path folder() {
    return new Path(path);
  }

  /** A folder in it, which the first part of the pattern fits. */
  FolderSeed below(Path folder) {
    List<String> rest =
        pattern.isEmpty() ? pattern : List.copyOf(pattern.subList(1, pattern.size()));
    return new FolderSeed(input, folder.toString(), rest, false);
  }
}
