// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** A known way of mixing up classes: the prediction that a mixed-up truth really means. */
final class LabelOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String mixUp;
  private final int[] predictionOfTruth;

  /**
   * An order.
   *
   * @param mixUp what has happened, for the user
   * @param classes number of classes without a background
   * @param predictionOfTruth the mended index of an index; outside of the classes where there is
   *     none
   */
  LabelOrder(String mixUp, int classes, IntUnaryOperator predictionOfTruth) {
    this.mixUp = mixUp;
    this.predictionOfTruth = new int[classes];
    Arrays.setAll(this.predictionOfTruth, predictionOfTruth);
  }

  String mixUp() {
    return mixUp;
  }

  /** The mended index of the truth's; -1 where there is none. */
  int mended(int truth) {
    boolean known = truth >= 0 && truth < predictionOfTruth.length;
    int index = known ? predictionOfTruth[truth] : -1;
    return index < predictionOfTruth.length ? index : -1;
  }
}
