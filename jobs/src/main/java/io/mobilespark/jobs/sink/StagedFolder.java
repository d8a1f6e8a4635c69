package io.mobilespark.jobs.sink;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that appears whole or not at all: everything is written to a hidden folder beside it,
 * which takes its name at the end. What was there before stays until that moment.
 */
public final class StagedFolder {
  private final FileSystem fileSystem;
  private final Path target;
  private final Path workplace;
  private final Path staging;
  private final Path aside;
  private final boolean overwrite;

  private StagedFolder(
      FileSystem fileSystem, Path target, Path workplace, Path staging, boolean overwrite) {
    this.fileSystem = fileSystem;
    this.target = target;
    this.workplace = workplace;
    this.staging = staging;
    this.aside = new Path(workplace, "old");
    this.overwrite = overwrite;
  }

  /** What a workplace has put together. */
  static StagedFolder in(Workplace place, Path staging, boolean overwrite) {
    return new StagedFolder(place.fileSystem(), place.target(), place.folder(), staging, overwrite);
  }

  /**
   * Prepares a folder; writes nothing yet.
   *
   * @param uri the folder to be made
   * @param run an id that no other run has
   * @throws MobileSparkException when it is there, holds something and may not be replaced
   */
  public static StagedFolder at(String uri, String run, boolean overwrite, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem fileSystem = path.getFileSystem(hadoop);
      Path target = fileSystem.makeQualified(path);
      if (target.isRoot()) {
        throw new MobileSparkException(
            "The output " + target + " is no folder but a whole storage");
      }
      // Hidden by its dot from whoever lists the parent; Spark warns of hidden last components
      // only.
      Path workplace =
          new Path(
              target.getParent(),
              String.format(Locale.ROOT, ".%s.mobilespark-%s", target.getName(), run));
      StagedFolder folder =
          new StagedFolder(fileSystem, target, workplace, new Path(workplace, "new"), overwrite);
      folder.refuseWhatIsThere();
      return folder;
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException("The output " + uri + " cannot be used: " + e, e);
    }
  }

  /** The folder as it will be called. */
  public Path target() {
    return target;
  }

  /** The folder to write to until then. */
  public Path staging() {
    return staging;
  }

  /**
   * Gives the staged folder its name. What has that name is moved aside first, put back should that
   * fail, and deleted last.
   */
  public void commit() throws IOException {
    refuseWhatIsThere();
    boolean replaces = fileSystem.exists(target);
    if (replaces) {
      rename(target, aside);
    }
    try {
      rename(staging, target);
    } catch (IOException e) {
      if (replaces) {
        putBack(e);
      }
      throw e;
    }
    fileSystem.delete(workplace, true);
  }

  /** Removes what was staged and not committed. Does nothing after a commit. */
  public void discard() throws IOException {
    // An earlier folder that could not be put back is all there is of it.
    fileSystem.delete(fileSystem.exists(aside) ? staging : workplace, true);
  }

  private void putBack(IOException why) throws IOException {
    try {
      rename(aside, target);
    } catch (IOException e) {
      IOException failure =
          new IOException(why.getMessage() + "; what was there lies in " + aside, e);
      failure.addSuppressed(why);
      throw failure;
    }
  }

  private void refuseWhatIsThere() throws IOException {
    if (overwrite || !fileSystem.exists(target)) {
      return;
    }
    FileStatus status = fileSystem.getFileStatus(target);
    if (status.isFile() || fileSystem.listStatus(target).length > 0) {
      throw new MobileSparkException(
          "The output " + target + " is there already; --overwrite replaces it");
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("Cannot rename " + from + " to " + to);
    }
  }
}
