// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.jobs.evaluation.Calibration.Bin;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Sums for {@link Calibration}, over the pictures that were classified. */
final class CalibrationTally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As scikit-learn clips: probabilities of 0 and 1 would cost infinitely much. */
  private static final double EPSILON = Math.ulp(1.0);

  private final int classes;
  private final long[] counts = new long[Calibration.BINS];
  private final long[] hits = new long[Calibration.BINS];
  private final CompensatedSum[] confidences = sums(Calibration.BINS);
  private final CompensatedSum nll = new CompensatedSum();
  private final CompensatedSum brierAtLeast = new CompensatedSum();
  private final CompensatedSum brierAtMost = new CompensatedSum();
  private long pictures;
  private long truncated;
  private int fewestKept = Integer.MAX_VALUE;

  CalibrationTally(int classes) {
    this.classes = classes;
  }

  void add(int truth, Outcome.Ranked ranked) {
    pictures++;
    fewestKept = Math.min(fewestKept, ranked.classes().length);
    double confidence = ranked.probabilities()[0];
    // Exact: a float times 15 fits into a double.
    int bin = (int) Math.ceil(confidence * Calibration.BINS) - 1;
    bin = Math.min(Math.max(bin, 0), Calibration.BINS - 1);
    counts[bin]++;
    hits[bin] += ranked.top() == truth ? 1 : 0;
    confidences[bin].add(confidence);
    score(truth, ranked);
  }

  private void score(int truth, Outcome.Ranked ranked) {
    float[] kept = ranked.probabilities();
    int rank = ranked.rank(truth);
    double mass = 0;
    double squares = 0;
    for (int i = 0; i < kept.length; i++) {
      double gap = i == rank - 1 ? 1.0 - kept[i] : kept[i];
      mass += kept[i];
      squares += gap * gap;
    }
    int others = classes - kept.length;
    // What is left for the classes that were not kept, and the most that one of them can have.
    double left = others > 0 ? Math.max(0, 1 - mass) : 0;
    double most = Math.min(left, kept[kept.length - 1]);
    if (rank > 0) {
      nll.add(-Math.log(clipped(kept[rank - 1])));
      brierAtLeast.add(squares + (others > 0 ? left * left / others : 0));
      brierAtMost.add(squares + left * most);
      return;
    }
    truncated++;
    nll.add(-Math.log(clipped(most)));
    double rest = left - most;
    brierAtLeast.add(
        squares + (1 - most) * (1 - most) + (others > 1 ? rest * rest / (others - 1) : 0));
    brierAtMost.add(squares + 1 + left * most);
  }

  void merge(CalibrationTally other) {
    pictures += other.pictures;
    truncated += other.truncated;
    fewestKept = Math.min(fewestKept, other.fewestKept);
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
      hits[i] += other.hits[i];
      confidences[i].merge(other.confidences[i]);
    }
    nll.merge(other.nll);
    brierAtLeast.merge(other.brierAtLeast);
    brierAtMost.merge(other.brierAtMost);
  }

  /** The fewest classes kept for a picture; that of all classes when there is no picture. */
  int fewestKept() {
    return Math.min(fewestKept, classes);
  }

  Calibration calibration() {
    List<Bin> bins =
        IntStream.range(0, counts.length)
            .mapToObj(i -> new Bin(i, counts[i], hits[i], confidences[i].value()))
            .toList();
    return new Calibration(
        pictures,
        bins,
        fewestKept() >= classes,
        truncated,
        nll.value(),
        new Interval(
            Math.min(brierAtLeast.value(), brierAtMost.value()),
            Math.max(brierAtLeast.value(), brierAtMost.value())));
  }

  private static double clipped(double probability) {
    return Math.min(Math.max(probability, EPSILON), 1 - EPSILON);
  }

  private static CompensatedSum[] sums(int count) {
    CompensatedSum[] sums = new CompensatedSum[count];
    Arrays.setAll(sums, i -> new CompensatedSum());
    return sums;
  }
}
