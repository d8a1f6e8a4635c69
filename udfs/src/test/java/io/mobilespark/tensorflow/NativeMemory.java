package io.mobilespark.tensorflow;

import org.bytedeco.javacpp.Pointer;

/**
 * How native memory grows while the same work is done again and again. Resident memory holds the
 * heap too: each round begins with a collected heap, so that it fills pages which an earlier round
 * has filled before, and the least growth of a round tells. Pointers that nobody closed are freed
 * by the next collection: so the largest growth of a round tells.
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
    long bytes = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      long pointersBefore = Pointer.totalCount();
      long bytesBefore = Pointer.physicalBytes();
      round.run();
      pointers = Math.max(pointers, Pointer.totalCount() - pointersBefore);
      bytes = Math.min(bytes, Pointer.physicalBytes() - bytesBefore);
    }
    return new NativeMemory(pointers, bytes);
  }
}
