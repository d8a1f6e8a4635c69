// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.IOException;

/** A file of which any part can be read. */
public interface SeekableBytes {
  /** In bytes. */
  long length() throws IOException;

  /**
   * Reads up to {@code count} bytes from an offset.
   *
   * @return how many, at least one; -1 only at the end
   */
  int read(long offset, byte[] buffer, int start, int count) throws IOException;
}
