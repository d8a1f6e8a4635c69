// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.outputs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * What can be relied on where an output lies. That one rename gives a folder its name is known of a
 * few kinds of storage; all others are taken for such where it does not.
 */
public enum StoreKind {
  /** One rename gives a folder its name. */
  FOLDERS,
  /**
   * One rename gives a file its name; of a folder it moves one file after the other, or nobody
   * knows. An output is written in its place, and whole once its manifest says so.
   */
  FILES,
  /** S3 by S3A: nothing is renamed, and S3A's magic committer completes uploads. */
  S3A;

  /** HDFS, by its own protocol and by HTTP. */
  private static final Set<String> HDFS = Set.of("hdfs", "webhdfs", "swebhdfs");

  private static final Set<String> AZURE = Set.of("abfs", "abfss");

  /** The kind of the store that a path lies on. */
  public static StoreKind of(FileSystem fileSystem, Path path) throws IOException {
    Path qualified = fileSystem.makeQualified(path);
    if ("s3a".equals(scheme(qualified))) {
      return S3A;
    }
    return renamesFolders(fileSystem, qualified) ? FOLDERS : FILES;
  }

  private static boolean renamesFolders(FileSystem fileSystem, Path path) throws IOException {
    if (fileSystem instanceof LocalFileSystem || fileSystem instanceof RawLocalFileSystem) {
      return true;
    }
    String scheme = scheme(path);
    if (AZURE.contains(scheme)) {
      // Its driver says so of accounts with a hierarchical namespace, and of no others.
      return fileSystem.hasPathCapability(path, CommonPathCapabilities.FS_ACLS);
    }
    return HDFS.contains(scheme.equals("viewfs") ? scheme(mounted(fileSystem, path)) : scheme);
  }

  /** Where a path of a table of mounts lies, or its nearest ancestor that is there. */
  private static Path mounted(FileSystem fileSystem, Path path) throws IOException {
    Path there = path;
    while (true) {
      try {
        return fileSystem.resolvePath(there);
      } catch (FileNotFoundException e) {
        if (there.isRoot()) {
          throw e;
        }
        there = there.getParent();
      }
    }
  }

  private static String scheme(Path path) {
    return String.valueOf(path.toUri().getScheme());
  }

  /**
   * What whoever writes there should know beforehand, in one line; empty where there is nothing.
   *
   * @param output as it will be called
   */
  public Optional<String> caution(Path output) {
    return this == FILES
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "The output %s lies on %s, where a folder is not known to be renamed at once: it is"
                    + " written in its place, and whole once its manifest is there; not tested"
                    + " against a real store of this kind",
                output,
                scheme(output)))
        : Optional.empty();
  }

  /**
   * Whether the work of a run lies within its output instead of beside it: nothing of it can be
   * renamed as a whole, and rights may end at the output.
   */
  public boolean worksWithin() {
    return this != FOLDERS;
  }

  /** Whether a file is there whole once it is closed, and not before. */
  public boolean showsFilesWhenClosed() {
    return this == S3A;
  }

  /** Whether a file or folder of this name holds what tasks have not committed. */
  public boolean holdsUncommitted(String name) {
    return switch (this) {
      case FOLDERS -> false;
      case FILES -> name.equals("_temporary");
      case S3A -> name.startsWith("__magic");
    };
  }
}
