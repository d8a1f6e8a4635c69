// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

/** Zeros around a feature map before a kernel runs over it. */
public enum Padding {
  /**
   * As many as {@code ceil(side / stride)} positions need, the odd one at the end. Keras's {@code
   * correct_pad} of V2 and V3 puts the same number at the same ends for every known size.
   */
  SAME,
  /** One row below and one column to the right, as Keras's V1 does before each stride of 2. */
  END;

  /** Positions along one side. */
  int positions(int side, int kernel, int stride) {
    return switch (this) {
      case SAME -> (side + stride - 1) / stride;
      case END -> (side + 1 - kernel) / stride + 1;
    };
  }
}
