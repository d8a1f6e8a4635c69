// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.io.Serializable;

/**
 * A class and how probable the model holds it.
 *
 * @param index the model's output, from 0; with 1,001 outputs 0 is the background
 * @param probability softmax of the logits, 0 to 1 but for rounding
 */
public record RankedClass(int index, float probability) implements Serializable {
  /** Checks index and probability. */
  public RankedClass {
    if (index < 0 || !(probability >= 0)) {
      throw new IllegalArgumentException("class " + index + " with probability " + probability);
    }
  }
}
