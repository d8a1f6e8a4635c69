// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * A figure that was measured several times.
 *
 * @param median the middle one; of an even number the mean of the two in the middle
 * @param low the smallest
 * @param high the largest
 */
public record Spread(double median, double low, double high) {
  /** Of at least one measurement. */
  public static Spread of(Collection<Double> measured) {
    if (measured.isEmpty()) {
      throw new IllegalArgumentException("A spread of nothing");
    }
    double[] sorted = measured.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
