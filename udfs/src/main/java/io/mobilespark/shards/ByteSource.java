// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** Bytes of a shard in order, unpacked. */
interface ByteSource extends Closeable {
  /** Of the next byte, counted from the shard's first. */
  long position();

  /** An upper bound of the bytes to come. */
  long left();

  /** As of a stream: at least one byte unless at the end, where it is -1. */
  int read(byte[] buffer, int start, int count) throws IOException;

  /** Passes over bytes and says how many; fewer than asked for only at the end. */
  long skip(long count) throws IOException;

  /** The next bytes; fewer than asked for only at the end. */
  default byte[] next(int count) throws IOException {
    byte[] bytes = new byte[count];
    int got = 0;
    while (got < count) {
      int more = read(bytes, got, count - got);
      if (more < 0) {
        return Arrays.copyOf(bytes, got);
      }
      got += more;
    }
    return bytes;
  }
}
