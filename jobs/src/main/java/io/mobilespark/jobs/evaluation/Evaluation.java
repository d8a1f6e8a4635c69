// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How well a table of predictions agrees with the ground truth.
 *
 * @param counts of pictures
 * @param top1 share of the truth's pictures whose first class is right
 * @param top5 share with the right class among the first five; empty when the table keeps fewer
 *     than five of more classes
 * @param keptClasses the fewest classes that the table keeps for a picture
 * @param perClass in the order of the classes
 * @param pairs how often a class was taken for which
 * @param calibration of the probabilities
 * @param real share of right first classes by reassessed labels, where given; pictures without any
 *     are left out
 * @param mistakes the most confident ones, the worst first
 * @param twoClasses how well two classes are told apart; empty where there are more
 */
public record Evaluation(
    Counts counts,
    Share top1,
    Optional<Share> top5,
    int keptClasses,
    List<ClassFigures> perClass,
    PairTable pairs,
    Calibration calibration,
    Optional<Share> real,
    List<Mistake> mistakes,
    Optional<TwoClassFigures> twoClasses) {
  /** Copies the lists. */
  public Evaluation {
    perClass = List.copyOf(perClass);
    mistakes = List.copyOf(mistakes);
  }

  /**
   * Pictures by what became of them.
   *
   * @param images pictures of the truth that count: all of them, unless only what was labelled does
   * @param classified those with classes
   * @param rejected those with a row that gives a reason; names are key, tab, reason
   * @param missing those without a row
   * @param surplus pictures with a row that the truth does not have; they do not count
   * @param unlabelled pictures of the truth without a row, where these do not count
   */
  public record Counts(
      long images,
      long classified,
      Listing rejected,
      Listing missing,
      Listing surplus,
      Listing unlabelled) {
    /** Checks that the parts make the whole. */
    public Counts {
      if (classified + rejected.count() + missing.count() != images) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d classified, %d rejected and %d missing are not %d images",
                classified,
                rejected.count(),
                missing.count(),
                images));
      }
    }

    /** Whether a picture of truth or table was not judged by classes. */
    public boolean hasUnjudged() {
      return rejected.count() + missing.count() + surplus.count() + unlabelled.count() > 0;
    }
  }
}
