// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sizing;

/**
 * Something that an executor holds.
 *
 * @param what for people
 * @param bytes at most, 0 or more
 */
public record MemoryPart(String what, long bytes) {
  static final long MEBIBYTE = 1L << 20;

  /** Checks the bytes. */
  public MemoryPart {
    if (bytes < 0) {
      throw new IllegalArgumentException(what + " takes 0 bytes or more: " + bytes);
    }
  }

  /** Rounded up. */
  public long mebibytes() {
    return (bytes + MEBIBYTE - 1) / MEBIBYTE;
  }
}
