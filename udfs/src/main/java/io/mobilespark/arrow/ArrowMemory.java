// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.arrow;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The JVM's Arrow memory of this project: one bounded root, one bounded child per task. */
final class ArrowMemory {
  private static final RootAllocator ROOT = new RootAllocator(16L << 30);

  private ArrowMemory() {}

  /**
   * A child for one task. Owned by the caller; closing it fails when a vector is still open.
   *
   * @param maxBytes more than this is refused
   */
  static BufferAllocator newTaskAllocator(String task, long maxBytes) {
    return ROOT.newChildAllocator(task, 0, maxBytes);
  }

  /** Bytes held by all tasks of this JVM. */
  static long allocatedBytes() {
    return ROOT.getAllocatedMemory();
  }
}
