// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** Counts by class. */
final class ClassTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] support;
  private final long[] predicted;
  private final long[] hits;
  private final long[] hitsInFive;

  ClassTally(int classes) {
    support = new long[classes];
    predicted = new long[classes];
    hits = new long[classes];
    hitsInFive = new long[classes];
  }

  /** A picture that got no class. */
  void miss(int truth) {
    support[truth]++;
  }

  void add(int truth, Outcome.Ranked ranked) {
    support[truth]++;
    predicted[ranked.top()]++;
    int rank = ranked.rank(truth);
    hits[truth] += rank == 1 ? 1 : 0;
    hitsInFive[truth] += rank >= 1 && rank <= 5 ? 1 : 0;
  }

  void merge(ClassTally other) {
    for (int i = 0; i < support.length; i++) {
      support[i] += other.support[i];
      predicted[i] += other.predicted[i];
      hits[i] += other.hits[i];
      hitsInFive[i] += other.hitsInFive[i];
    }
  }

  List<ClassFigures> figures() {
    return IntStream.range(0, support.length)
        .mapToObj(i -> new ClassFigures(i, support[i], predicted[i], hits[i], hitsInFive[i]))
        .toList();
  }
}
