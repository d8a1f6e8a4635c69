package io.mobilespark.storage;

import io.mobilespark.shards.SeekableBytes;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * A tar in storage, of which headers are wanted and the rest is passed over. An object store passes
 * over little by reading it and over much by another request. Used by one thread, which closes it.
 */
public final class StoredTar implements SeekableBytes, Closeable {
  /** What is read in less time than a request takes. */
  private static final int PASSED_BY_READING_BYTES = 2 << 20;

  private final FSDataInputStream in;
  private final long length;

  private StoredTar(FSDataInputStream in, long length) {
    this.in = in;
    this.length = length;
  }

  /** Opens a file of a known length. */
  public static StoredTar open(String path, long length, Configuration hadoop) throws IOException {
    Path file = new Path(path);
    return new StoredTar(
        FutureIO.awaitFuture(
            Unchecked.fileSystem(file, hadoop)
                .openFile(file)
                .opt(
                    OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                    OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL)
                .optLong(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, length)
                .optLong("fs.s3a.readahead.range", PASSED_BY_READING_BYTES)
                .build()),
        length);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long offset, byte[] buffer, int start, int count) throws IOException {
    if (offset >= length) {
      return -1;
    }
    in.seek(offset);
    return in.read(buffer, start, count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
