package io.mobilespark.tensorflow;

import java.io.Serializable;

/** Where a session computes. */
public sealed interface Device extends Serializable {
  /** The CPU; GPUs that the machine may have stay untouched. */
  record Cpu() implements Device {}

  /**
   * One GPU of the machine, its memory taken as needed and not all at once.
   *
   * @param index the GPU's number as the driver counts, from 0
   */
  record Gpu(int index) implements Device {
    /** Checks the index. */
    public Gpu {
      if (index < 0) {
        throw new IllegalArgumentException("A GPU's index is 0 or more: " + index);
      }
    }
  }

  /** The CPU. */
  static Device cpu() {
    return new Cpu();
  }
}
