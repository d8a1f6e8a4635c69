// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import io.mobilespark.shards.SeekableBytes;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.jspecify.annotations.Nullable;

/**
 * A shard in storage of which little is wanted and the rest is passed over, opened when something
 * is. An object store passes over little by reading it and over much by another request. Used by
 * one thread, which closes it.
 */
public final class StoredTar implements SeekableBytes, Closeable {
  /** What is read in less time than a request takes. */
  private static final int PASSED_BY_READING_BYTES = 2 << 20;

  private static final long UNKNOWN = -1;

  private final Path path;
  private final Configuration hadoop;
  private @Nullable FSDataInputStream in;
  private long length;

  private StoredTar(String path, long length, Configuration hadoop) {
    this.path = new Path(path);
    this.hadoop = hadoop;
    this.length = length;
  }

  /** A file of a known length. */
  public static StoredTar of(String path, long length, Configuration hadoop) {
    return new StoredTar(path, length, hadoop);
  }

  /** A file whose length is asked for when it is needed. */
  static StoredTar of(String path, Configuration hadoop) {
    return new StoredTar(path, UNKNOWN, hadoop);
  }

  @Override
  public long length() throws IOException {
    if (length == UNKNOWN) {
      length = Unchecked.fileSystem(path, hadoop).getFileStatus(path).getLen();
    }
    return length;
  }

  @Override
  public int read(long offset, byte[] buffer, int start, int count) throws IOException {
    if (offset >= length()) {
      return -1;
    }
    FSDataInputStream open = in == null ? open() : in;
    open.seek(offset);
    return open.read(buffer, start, count);
  }

  private FSDataInputStream open() throws IOException {
    FileSystem fileSystem = Unchecked.fileSystem(path, hadoop);
    FSDataInputStream opened =
        FutureIO.awaitFuture(
            fileSystem
                .openFile(path)
                .opt(
                    OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                    OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL)
                .optLong(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, length())
                .optLong("fs.s3a.readahead.range", PASSED_BY_READING_BYTES)
                .build());
    in = opened;
    return opened;
  }

  @Override
  public void close() {
    FSDataInputStream closing = in;
    in = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (IOException e) {
        // Everything that was wanted of it has been read.
      }
    }
  }
}
