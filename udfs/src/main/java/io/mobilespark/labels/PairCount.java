// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.io.Serializable;

/**
 * How often a class was predicted for pictures of a class: a cell of a confusion matrix.
 *
 * @param truth class index of the pictures, in the counting of the class list
 * @param prediction the class index ranked first
 * @param count number of pictures
 */
public record PairCount(int truth, int prediction, long count) implements Serializable {
  /** Checks that nothing is negative. */
  public PairCount {
    if (truth < 0 || prediction < 0 || count < 0) {
      throw new IllegalArgumentException(truth + " as " + prediction + ", " + count + " times");
    }
  }
}
