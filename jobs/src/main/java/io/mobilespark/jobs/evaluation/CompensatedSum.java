// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.io.Serializable;

/**
 * A sum that carries its rounding error along (Neumaier 1974), so that the order in which partial
 * sums arrive does not show in the figures.
 */
final class CompensatedSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private double sum;
  private double error;

  void add(double value) {
    double next = sum + value;
    error += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  void merge(CompensatedSum other) {
    add(other.sum);
    add(other.error);
  }

  double value() {
    return sum + error;
  }
}
