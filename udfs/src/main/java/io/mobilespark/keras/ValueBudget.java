// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;
import java.util.Locale;

/** How many values a model may have in all, counted before they are read. */
final class ValueBudget {
  /** The largest MobileNet of Keras Applications has 6 million. */
  private static final long MOST = 1 << 27;

  private long left = MOST;

  /** Takes the values of a tensor. */
  void take(List<Integer> shape) {
    long size = 1;
    for (int side : shape) {
      size = Math.min(size * side, MOST + 1);
    }
    left -= size;
    if (left < 0) {
      throw new KerasModelException(
          String.format(Locale.ROOT, "more than %,d values in weights", MOST));
    }
  }
}
