// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.OwnOutputs;
import io.mobilespark.MobileSparkException;
import io.mobilespark.outputs.OutputContent;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.outputs.OutputMarker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tells files that MobileSpark wrote for nobody to read, where Spark has listed them. */
public final class ArrivedFiles {
  private final Configuration hadoop;
  private final Path input;
  private final Map<Path, Boolean> folders = new HashMap<>();

  /**
   * Looks at each folder once.
   *
   * @param input the folder that is followed, which is read whatever it is; qualified
   */
  public ArrivedFiles(Configuration hadoop, String input) {
    this.hadoop = hadoop;
    this.input = new Path(input);
  }

  /** Whether a file below the folder is of a table, a report or the like, and no input. */
  public boolean isLeftOut(String path) {
    Path folder = new Path(path).getParent();
    while (folder != null && folder.depth() > input.depth()) {
      if (folders.computeIfAbsent(folder, this::isNoInput)) {
        return true;
      }
      folder = folder.getParent();
    }
    return false;
  }

  /** Shards are read even where their manifest is to come: nobody would list them again. */
  private boolean isNoInput(Path folder) {
    try {
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      if (!fileSystem.exists(new Path(folder, OwnOutputs.FOLDER))) {
        return false;
      }
      Optional<OutputKind> kind = OutputMarker.of(fileSystem, folder).map(OutputMarker::kind);
      return kind.isPresent()
          ? !kind.get().isInput()
          : OutputContent.isUnfinished(fileSystem, folder);
    } catch (IOException e) {
      throw new MobileSparkException("The folder " + folder + " cannot be read: " + e, e);
    }
  }
}
