// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * Counts pictures of two classes by the probability of the second one, in bins of its logit: fine
 * enough that two pictures of one bin count as equally probable.
 */
final class TwoClassTally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bins a unit of the logit, and units to each side of 0. */
  private static final int FINENESS = 1024;

  private static final int RANGE = 24;

  private static final int BINS = 2 * FINENESS * RANGE + 1;

  private final long[] firsts = new long[BINS];
  private final long[] seconds = new long[BINS];
  private long right;
  private long takenForSecond;
  private long secondAndTaken;

  void add(int truth, Outcome.Ranked ranked) {
    double p = second(ranked);
    (truth == 1 ? seconds : firsts)[bin(p)]++;
    // As in ranking, of two equal ones the first class goes before.
    boolean taken = p > 0.5;
    right += taken == (truth == 1) ? 1 : 0;
    takenForSecond += taken ? 1 : 0;
    secondAndTaken += taken && truth == 1 ? 1 : 0;
  }

  /** Of a table that keeps one class alone, what that one leaves. */
  private static double second(Outcome.Ranked ranked) {
    int rank = ranked.rank(1);
    return rank > 0 ? ranked.probabilities()[rank - 1] : 1.0 - ranked.probabilities()[0];
  }

  private static int bin(double p) {
    double logit = Math.log(p / (1 - p));
    double bounded = Math.max(-RANGE, Math.min(RANGE, Double.isNaN(logit) ? 0 : logit));
    return (int) Math.rint((bounded + RANGE) * FINENESS);
  }

  void merge(TwoClassTally other) {
    for (int i = 0; i < BINS; i++) {
      firsts[i] += other.firsts[i];
      seconds[i] += other.seconds[i];
    }
    right += other.right;
    takenForSecond += other.takenForSecond;
    secondAndTaken += other.secondAndTaken;
  }

  TwoClassFigures figures() {
    long first = 0;
    long second = 0;
    double won = 0;
    for (int i = 0; i < BINS; i++) {
      won += seconds[i] * (first + firsts[i] / 2.0);
      first += firsts[i];
      second += seconds[i];
    }
    return new TwoClassFigures(
        new Share(right, first + second),
        first > 0 && second > 0
            ? OptionalDouble.of(won / ((double) first * second))
            : OptionalDouble.empty(),
        new Share(secondAndTaken, takenForSecond),
        new Share(secondAndTaken, second));
  }
}
