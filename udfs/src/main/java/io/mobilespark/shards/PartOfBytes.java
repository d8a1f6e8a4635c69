// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.IOException;

/** The bytes up to an offset, which end there; the rest stays where it is. */
final class PartOfBytes implements ByteSource {
  private final ByteSource bytes;
  private final long end;

  PartOfBytes(ByteSource bytes, long end) {
    this.bytes = bytes;
    this.end = end;
  }

  @Override
  public long position() {
    return bytes.position();
  }

  @Override
  public long left() {
    return Math.max(0, Math.min(bytes.left(), end - bytes.position()));
  }

  @Override
  public int read(byte[] buffer, int start, int count) throws IOException {
    long left = end - bytes.position();
    return left <= 0 ? -1 : bytes.read(buffer, start, (int) Math.min(count, left));
  }

  @Override
  public long skip(long count) throws IOException {
    return bytes.skip(Math.max(0, Math.min(count, end - bytes.position())));
  }

  @Override
  public void close() {
    // The bytes are somebody else's.
  }
}
