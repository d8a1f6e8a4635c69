// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * A shard's bytes as they lie in storage. Tells the storage's failures, an early end among them,
 * from damage: a failure is remembered, so that whoever catches an exception from further up can
 * ask whose it was.
 */
final class StoredStream extends InputStream {
  private final InputStream in;
  private final long length;
  private long position;
  private Optional<IOException> failure = Optional.empty();

  StoredStream(InputStream in, long length) {
    if (length < 0) {
      throw new IllegalArgumentException("A shard has 0 bytes or more: " + length);
    }
    this.in = in;
    this.length = length;
  }

  long position() {
    return position;
  }

  long length() {
    return length;
  }

  Optional<IOException> failure() {
    return failure;
  }

  @Override
  public int read(byte[] buffer, int start, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (position == length) {
      return -1;
    }
    try {
      int got = in.read(buffer, start, (int) Math.min(count, length - position));
      if (got < 0) {
        throw new EOFException(
            String.format(Locale.ROOT, "the storage gave %d of %d bytes listed", position, length));
      }
      position += got;
      return got;
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
