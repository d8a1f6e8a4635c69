// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.MobileSparkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * A file or folder of the driver's own disk: the user's, or a copy of one on another file system
 * that is removed on close.
 */
final class LocalCopy implements AutoCloseable {
  private static final long MAX_BYTES = 2L << 30;

  private final Path path;
  private final boolean copied;

  private LocalCopy(Path path, boolean copied) {
    this.path = path;
    this.copied = copied;
  }

  /**
   * Opens a file by path or URI. A path without a scheme that is there locally is local, whatever
   * the cluster's default file system.
   *
   * @param what names the file in messages, such as {@code weights}
   * @throws MobileSparkException when it is not there, too large or not readable
   */
  static LocalCopy of(String what, String uri, Configuration hadoop) {
    Path local = Path.of(uri.startsWith("file:") ? uri.replaceFirst("^file:/+", "/") : uri);
    if (Files.exists(local)) {
      return new LocalCopy(local, false);
    }
    try {
      org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(uri);
      FileSystem fileSystem = remote.getFileSystem(hadoop);
      FileStatus status = fileSystem.getFileStatus(remote);
      long bytes = fileSystem.getContentSummary(status.getPath()).getLength();
      if (bytes > MAX_BYTES) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The %s %s has %d bytes, wanted at most %d",
                what,
                uri,
                bytes,
                MAX_BYTES));
      }
      return download(fileSystem, remote);
    } catch (FileNotFoundException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "There is no %s file %s", what, uri), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "The %s %s cannot be read: %s", what, uri, e), e);
    }
  }

  private static LocalCopy download(FileSystem fileSystem, org.apache.hadoop.fs.Path remote)
      throws IOException {
    Path folder = Files.createTempDirectory("mobilespark-");
    try {
      Path copy = folder.resolve(remote.getName());
      fileSystem.copyToLocalFile(false, remote, new org.apache.hadoop.fs.Path(copy.toUri()), true);
      return new LocalCopy(copy, true);
    } catch (IOException | RuntimeException e) {
      remove(folder);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (copied) {
      remove(path.resolveSibling(""));
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
