// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;

/** A seekable file in order: what is skipped is not read. */
final class SoughtBytes implements ByteSource {
  private final SeekableBytes file;
  private final long length;
  private long position;

  SoughtBytes(SeekableBytes file) throws IOException {
    this.file = file;
    this.length = file.length();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long left() {
    return length - position;
  }

  @Override
  public int read(byte[] buffer, int start, int count) throws IOException {
    if (left() == 0) {
      return -1;
    }
    int got = file.read(position, buffer, start, (int) Math.min(count, left()));
    if (got < 0) {
      throw new EOFException(
          String.format(Locale.ROOT, "the storage gave %d of %d bytes listed", position, length));
    }
    position += got;
    return got;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.min(count, left());
    position += skipped;
    return skipped;
  }

  @Override
  public void close() {}
}
