package io.mobilespark.jobs.guard;

import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What can be relied on where an output lies. */
public enum StoreKind {
  /** One rename gives a folder its name. */
  FOLDERS,
  /** S3 by S3A: nothing is renamed, and S3A's magic committer completes uploads. */
  S3A;

  /** The kind of the store that a path lies on. */
  public static StoreKind of(FileSystem fileSystem, Path path) {
    return "s3a".equals(fileSystem.makeQualified(path).toUri().getScheme()) ? S3A : FOLDERS;
  }

  /**
   * Whether the work of a run lies within its output instead of beside it: nothing of it can be
   * renamed, and rights may end at the output.
   */
  public boolean worksWithin() {
    return this == S3A;
  }

  /** Whether a file is there whole once it is closed, and not before. */
  public boolean showsFilesWhenClosed() {
    return this == S3A;
  }

  /** Whether a file or folder of this name holds what tasks have not committed. */
  public boolean holdsUncommitted(String name) {
    return this == S3A && name.startsWith("__magic");
  }
}
