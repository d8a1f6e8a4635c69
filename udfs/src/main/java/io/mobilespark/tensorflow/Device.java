// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.io.Serializable;
import java.util.Locale;

/** Where a session computes. */
public sealed interface Device extends Serializable {
  /** The CPU; GPUs that the machine may have stay untouched. */
  record Cpu() implements Device {}

  /**
   * One GPU of the machine.
   *
   * @param index the GPU's number as the process counts those it sees, from 0
   * @param alone whether this process uses no other; TensorFlow then sees no other. One that uses
   *     several has to see them all, and each graph is placed on its own
   * @param memoryFraction of the GPU's memory, taken at once; 0 takes it as needed
   */
  record Gpu(int index, boolean alone, double memoryFraction) implements Device {
    /** Checks index and fraction. */
    public Gpu {
      if (index < 0) {
        throw new IllegalArgumentException("A GPU's index is 0 or more: " + index);
      }
      if (!(memoryFraction >= 0 && memoryFraction <= 1)) {
        throw new IllegalArgumentException(
            "A fraction of a GPU's memory is 0 to 1: " + memoryFraction);
      }
    }

    /** The only GPU of this process, its memory taken as needed. */
    public Gpu(int index) {
      this(index, true, 0);
    }

    /** For messages. */
    String summary() {
      return String.format(
          Locale.ROOT,
          "GPU %d%s with %s",
          index,
          alone ? " alone" : " beside others",
          memoryFraction == 0 ? "memory as needed" : memoryFraction + " of its memory");
    }

    /** What TensorFlow calls it in a graph. */
    String placement() {
      return "/device:GPU:" + (alone ? 0 : index);
    }
  }

  /** The CPU. */
  static Device cpu() {
    return new Cpu();
  }
}
