// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import org.bytedeco.javacpp.Pointer;

/**
 * How native memory grows while the same work is done again and again. Pointers that nobody closed
 * are freed by the next collection: so the largest growth of a round tells, of rounds that none
 * comes before. Resident memory holds the heap too: so other rounds begin with a collected heap,
 * fill pages which an earlier one has filled, and the least growth tells.
 *
 * @param pointers left open by a round
 * @param bytes more after a round
 */
record NativeMemory(long pointers, long bytes) {
  private static final int ROUNDS = 20;

  /** Measures after a first round that warms up. */
  static NativeMemory growth(Runnable round) {
    round.run();
    long pointers = Long.MIN_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long before = Pointer.totalCount();
      round.run();
      pointers = Math.max(pointers, Pointer.totalCount() - before);
    }
    long bytes = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      long before = Pointer.physicalBytes();
      round.run();
      bytes = Math.min(bytes, Pointer.physicalBytes() - before);
    }
    return new NativeMemory(pointers, bytes);
  }
}
