// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Counts pictures with independent labels one by one; tallies of parts merge to the tally of the
 * whole. The rules for pictures are those of {@link Tally}: one without a row, or with a rejected
 * one, is given no label.
 */
final class LabelTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float threshold;
  private final CountTally counts;
  private final long[] support;
  private final long[] predicted;
  private final long[] hits;
  private long exact;
  private int fewestKept;

  /**
   * Of no picture.
   *
   * @param labels number of labels
   * @param threshold probability from which a label counts as given
   * @param onlyLabelled whether pictures of the truth without a row do not count
   */
  LabelTally(int labels, float threshold, boolean onlyLabelled) {
    this.counts = new CountTally(onlyLabelled);
    this.threshold = threshold;
    this.support = new long[labels];
    this.predicted = new long[labels];
    this.hits = new long[labels];
    this.fewestKept = labels;
  }

  /** Of no picture, for the same labels. */
  LabelTally another() {
    return new LabelTally(support.length, threshold, counts.onlyLabelled());
  }

  /** Counts a picture of a join with one table. */
  void add(JoinedPicture picture) {
    if (!counts.takes(picture)) {
      return;
    }
    Set<Integer> truth = picture.labels();
    truth.forEach(label -> support[label]++);
    counts
        .ranked(picture)
        .ifPresent(
            ranked -> {
              fewestKept = Math.min(fewestKept, ranked.classes().length);
              Set<Integer> given = ranked.above(threshold);
              given.forEach(
                  label -> {
                    predicted[label]++;
                    hits[label] += truth.contains(label) ? 1 : 0;
                  });
              exact += given.equals(truth) ? 1 : 0;
            });
  }

  /** Adds another tally to this one. */
  LabelTally merge(LabelTally other) {
    counts.merge(other.counts);
    for (int i = 0; i < support.length; i++) {
      support[i] += other.support[i];
      predicted[i] += other.predicted[i];
      hits[i] += other.hits[i];
    }
    exact += other.exact;
    fewestKept = Math.min(fewestKept, other.fewestKept);
    return this;
  }

  /** Whether truth or table has a key twice. */
  boolean isDoubled() {
    return counts.isDoubled();
  }

  /**
   * What became of the pictures.
   *
   * @throws MobileSparkException naming pictures that truth or table has twice
   */
  Evaluation.Counts counts() {
    return counts.counts();
  }

  /**
   * Refuses pictures of which not all labels were kept.
   *
   * @param table the predictions
   */
  void requireAllLabels(String table) {
    if (fewestKept < support.length) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s keeps %d of %d labels of a picture, and average precision needs the"
                  + " probabilities of all: label the pictures with --top-k %d",
              table,
              fewestKept,
              support.length,
              support.length));
    }
  }

  /**
   * The figures.
   *
   * @param precisions for each label found somewhere, the sum over different probabilities of the
   *     pictures found there times the precision down to there
   * @throws MobileSparkException as {@link #counts}
   */
  LabelEvaluation evaluation(Map<Integer, Double> precisions) {
    Evaluation.Counts pictures = counts.counts();
    List<LabelFigures> figures =
        IntStream.range(0, support.length)
            .mapToObj(
                i ->
                    new LabelFigures(
                        i,
                        support[i],
                        predicted[i],
                        hits[i],
                        support[i] == 0
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(precisions.getOrDefault(i, 0.0) / support[i])))
            .toList();
    return new LabelEvaluation(pictures, threshold, figures, new Share(exact, pictures.images()));
  }
}
