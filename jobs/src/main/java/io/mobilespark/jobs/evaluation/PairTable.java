// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.labels.PairCount;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts of (true class, class ranked first): a confusion matrix that takes room for the pairs that
 * occur only. Open addressing in primitive arrays, as a thousand classes make a million pairs.
 */
public final class PairTable implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final int classes;
  private long[] cells = new long[64];
  private long[] counts = new long[64];
  private int size;

  /** An empty table for this many classes. */
  PairTable(int classes) {
    this.classes = classes;
  }

  void add(int truth, int prediction, long count) {
    if (size * 3L >= cells.length * 2L) {
      grow();
    }
    put((long) truth * classes + prediction, count);
  }

  void merge(PairTable other) {
    other.pairs().forEach(pair -> add(pair.truth(), pair.prediction(), pair.count()));
  }

  /** Every pair that occurs, in no order. */
  public Stream<PairCount> pairs() {
    return IntStream.range(0, cells.length)
        .filter(slot -> counts[slot] > 0)
        .mapToObj(
            slot ->
                new PairCount(
                    (int) (cells[slot] / classes), (int) (cells[slot] % classes), counts[slot]));
  }

  /** The most frequent mistakes, ties in the order of the classes. */
  public List<PairCount> confusions(int most) {
    return pairs()
        .filter(pair -> pair.truth() != pair.prediction())
        .sorted(
            Comparator.comparingLong(PairCount::count)
                .reversed()
                .thenComparingInt(PairCount::truth)
                .thenComparingInt(PairCount::prediction))
        .limit(most)
        .toList();
  }

  private void put(long cell, long count) {
    int mask = cells.length - 1;
    int slot = (int) ((cell * GOLDEN_RATIO) >>> 32) & mask;
    while (counts[slot] > 0 && cells[slot] != cell) {
      slot = (slot + 1) & mask;
    }
    if (counts[slot] == 0) {
      size++;
    }
    cells[slot] = cell;
    counts[slot] += count;
  }

  private void grow() {
    long[] oldCells = cells;
    long[] oldCounts = counts;
    cells = new long[2 * oldCells.length];
    counts = new long[cells.length];
    size = 0;
    for (int i = 0; i < oldCells.length; i++) {
      if (oldCounts[i] > 0) {
        put(oldCells[i], oldCounts[i]);
      }
    }
  }
}
