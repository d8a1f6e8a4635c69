// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import org.apache.commons.math3.special.Erf;

/**
 * McNemar's test (1947, Psychometrika 12) of whether two runs over the same pictures are equally
 * often right. Only pictures on which they differ matter: with fewer than 25 of these the exact
 * binomial test, two-sided, else chi-square with Edwards's continuity correction.
 *
 * @param onlyA pictures that only the first run has right
 * @param onlyB pictures that only the second has right
 */
public record McNemar(long onlyA, long onlyB) {
  /** From this many differing pictures on, chi-square. */
  static final int FEW = 25;

  /** Checks the counts. */
  public McNemar {
    if (onlyA < 0 || onlyB < 0) {
      throw new IllegalArgumentException("counts of " + onlyA + " and " + onlyB);
    }
  }

  /** Which of the two tests is taken. */
  public String test() {
    return exact() ? "exact binomial" : "chi-square with continuity correction";
  }

  /** The smaller count for the exact test, else chi-square. */
  public double statistic() {
    if (exact()) {
      return Math.min(onlyA, onlyB);
    }
    double gap = Math.max(0, Math.abs(onlyA - onlyB) - 1.0);
    return gap * gap / (onlyA + onlyB);
  }

  /** How probable a difference at least as large is if there is none. */
  public double pValue() {
    if (!exact()) {
      return Erf.erfc(Math.sqrt(statistic() / 2));
    }
    int differing = (int) (onlyA + onlyB);
    double coefficient = 1;
    double sum = 0;
    for (int i = 0; i <= Math.min(onlyA, onlyB); i++) {
      sum += coefficient;
      coefficient = coefficient * (differing - i) / (i + 1);
    }
    return Math.min(1, Math.scalb(sum, 1 - differing));
  }

  private boolean exact() {
    return onlyA + onlyB < FEW;
  }
}
