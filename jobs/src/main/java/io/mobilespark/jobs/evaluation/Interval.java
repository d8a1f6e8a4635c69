// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

/**
 * An interval, both ends included.
 *
 * @param low its lower end
 * @param high its upper end, not below
 */
public record Interval(double low, double high) {
  /** Checks the order. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("from " + low + " to " + high);
    }
  }

  /** Whether a value lies inside. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
