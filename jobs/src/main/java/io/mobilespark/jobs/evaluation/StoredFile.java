// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import io.mobilespark.outputs.StateFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file on any Hadoop file system that the driver reads whole.
 *
 * @param what names it in messages, such as {@code ground truth}
 * @param uri its place
 * @param hadoop reaches it
 */
public record StoredFile(String what, String uri, Configuration hadoop) {
  /** The largest such file; more than a million labels. */
  static final long MOST_BYTES = 256L << 20;

  /** Reads a stream to the end. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Makes something of the bytes. */
    T read(InputStream bytes) throws IOException;
  }

  /**
   * Reads the file.
   *
   * @throws MobileSparkException when it is not there, too large or not readable
   */
  public <T> T read(Reading<T> reading) {
    FileStatus status = status();
    if (status.isDirectory() || status.getLen() > MOST_BYTES) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT, "The %s %s is no file of at most %d MB", what, uri, MOST_BYTES >> 20));
    }
    try (InputStream bytes = StateFiles.raw(fileSystem()).open(status.getPath())) {
      return reading.read(bytes);
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "The %s %s cannot be read: %s", what, uri, e), e);
    }
  }

  /** Whether it is a Parquet file, or a folder with some. */
  boolean isParquet() {
    try {
      FileStatus status = status();
      FileStatus[] files =
          status.isDirectory()
              ? fileSystem().listStatus(status.getPath())
              : new FileStatus[] {status};
      return Arrays.stream(files).anyMatch(f -> f.getPath().getName().endsWith(".parquet"));
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "The %s %s cannot be read: %s", what, uri, e), e);
    }
  }

  /** Whether it is a folder. */
  boolean isFolder() {
    return status().isDirectory();
  }

  private FileStatus status() {
    try {
      return fileSystem().getFileStatus(new Path(uri));
    } catch (FileNotFoundException e) {
      throw new MobileSparkException(String.format(Locale.ROOT, "There is no %s %s", what, uri), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "The %s %s cannot be read: %s", what, uri, e), e);
    }
  }

  private FileSystem fileSystem() throws IOException {
    return new Path(uri).getFileSystem(hadoop);
  }
}
