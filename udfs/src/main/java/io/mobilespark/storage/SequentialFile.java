// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/** A large file, or a part of one, read from its begin to its end by one request. */
final class SequentialFile {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int CHUNKS = 4;

  private SequentialFile() {}

  /** Opens a shard where it begins. Closed by the caller. */
  static InputStream open(Shard shard, TaskStorage storage) throws IOException {
    Path path = new Path(shard.path());
    long end = shard.from() + shard.length();
    FSDataInputStream in =
        FutureIO.awaitFuture(
            Unchecked.fileSystem(path, storage.hadoop())
                .openFile(path)
                .opt(
                    OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                    OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL)
                .optLong(OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, end)
                .build());
    try {
      if (shard.from() > 0) {
        in.seek(shard.from());
      }
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return ObjectSplit.isLocal(shard.path()) || storage.prefetch().requests() == 0
        ? in
        : new ReadAheadStream(in, shard.length(), CHUNK_BYTES, CHUNKS);
  }
}
