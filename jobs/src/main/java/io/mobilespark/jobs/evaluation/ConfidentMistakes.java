// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/** The most confident mistakes, bounded. */
final class ConfidentMistakes implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many are kept. */
  static final int MOST = 60;

  private final TreeSet<Mistake> worst = new TreeSet<>(new ByConfidence());

  void add(Mistake mistake) {
    if (worst.size() < MOST) {
      worst.add(mistake);
    } else if (Mistake.BY_CONFIDENCE.compare(mistake, worst.last()) < 0 && worst.add(mistake)) {
      worst.pollLast();
    }
  }

  void merge(ConfidentMistakes other) {
    other.worst.forEach(this::add);
  }

  List<Mistake> list() {
    return List.copyOf(worst);
  }

  private record ByConfidence() implements java.util.Comparator<Mistake>, Serializable {
    @Override
    public int compare(Mistake a, Mistake b) {
      return Mistake.BY_CONFIDENCE.compare(a, b);
    }
  }
}
