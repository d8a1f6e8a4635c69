// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.pack;

import java.io.Closeable;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that appears whole or not at all: where an object appears once its stream is closed, and a
 * stream can be given up, under its own name; elsewhere under a hidden one, renamed at the end.
 */
final class ShardFile implements Closeable {
  private final FileSystem fileSystem;
  private final Path target;
  private final Path written;
  private final FSDataOutputStream stream;
  private boolean committed;

  private ShardFile(FileSystem fileSystem, Path target, Path written) throws IOException {
    this.fileSystem = fileSystem;
    this.target = target;
    this.written = written;
    this.stream = fileSystem.create(written, true);
  }

  /**
   * Begins a file.
   *
   * @param attempt a text that no other attempt at this file has
   */
  static ShardFile create(Path target, String attempt, Configuration hadoop) throws IOException {
    FileSystem fileSystem = withoutChecksums(target.getFileSystem(hadoop));
    Path hidden =
        new Path(
            target.getParent(), String.format(Locale.ROOT, ".%s.%s", target.getName(), attempt));
    return new ShardFile(
        fileSystem, target, appearWhenClosed(fileSystem, target) ? target : hidden);
  }

  /** Whether files of a place appear at once when they are closed, and need no other name. */
  static boolean appearWhenClosed(FileSystem fileSystem, Path place) throws IOException {
    return fileSystem.hasPathCapability(place, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /** The local disk's would strew hidden files of checksums. */
  static FileSystem withoutChecksums(FileSystem fileSystem) {
    return fileSystem instanceof ChecksumFileSystem checksummed
        ? checksummed.getRawFileSystem()
        : fileSystem;
  }

  /** Takes the file's bytes; closed by its writer before {@link #commit}. */
  FSDataOutputStream stream() {
    return stream;
  }

  /** Gives a file that is closed its name; that of an earlier attempt goes. */
  void commit() throws IOException {
    if (!written.equals(target)) {
      fileSystem.delete(target, false);
      if (!fileSystem.rename(written, target)) {
        throw new IOException("Cannot rename " + written + " to " + target);
      }
    }
    committed = true;
  }

  /** Leaves nothing of a file that was not committed. */
  @Override
  public void close() throws IOException {
    if (committed) {
      return;
    }
    if (written.equals(target)) {
      stream.abort();
    } else {
      stream.close();
      fileSystem.delete(written, false);
    }
  }
}
