// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.labels.ClassList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An accuracy that guessing reaches too, as labels in another order or a model that has learnt
 * nothing have it. It is said only where there is evidence for it. Over the classified pictures:
 *
 * <ul>
 *   <li>Agreement beyond chance is Cohen's kappa (1960, "A Coefficient of Agreement for Nominal
 *       Scales", Educational and Psychological Measurement 20): (top-1 - chance) / (most - chance).
 *   <li>Chance is either one class of all, of which at most all can be right; or what guessing as
 *       often as the model names each class gives, the sum over the classes of their share in the
 *       truth times their share in the predictions, of which at most the smaller shares can be
 *       right (Cohen's largest kappa).
 *   <li>The accuracy is at chance where the 95 % interval of kappa, from Wilson's of top-1, holds 0
 *       or less, and nothing above {@value #SLIGHT}, up to which agreement is called slight (Landis
 *       and Koch 1977, "The Measurement of Observer Agreement for Categorical Data", Biometrics
 *       33). Fewer than 16 pictures cannot show that.
 *   <li>Where all pictures are given one class and the truth has more, it is at chance once the
 *       pictures of the others show the same: none of them right, and at most {@value #SLIGHT}
 *       likely.
 * </ul>
 *
 * @param top1 of the classified pictures
 * @param expected share that guessing has right
 */
public record Chance(Share top1, double expected) {
  private static final double SLIGHT = 0.2;

  /**
   * Judges a confusion matrix; empty where the accuracy is above chance, or nothing shows that it
   * is not.
   *
   * @param classes to guess from; a background is none of them
   */
  public static Optional<Chance> of(PairTable pairs, ClassList classes) {
    int guessed = classes.size() - classes.firstClass();
    Map<Integer, Long> truths = new HashMap<>();
    Map<Integer, Long> predictions = new HashMap<>();
    long[] hits = {0};
    pairs
        .pairs()
        .forEach(
            pair -> {
              truths.merge(pair.truth(), pair.count(), Long::sum);
              predictions.merge(pair.prediction(), pair.count(), Long::sum);
              hits[0] += pair.truth() == pair.prediction() ? pair.count() : 0;
            });
    long pictures = truths.values().stream().mapToLong(Long::longValue).sum();
    if (pictures == 0 || guessed < 2) {
      return Optional.empty();
    }
    Share top1 = new Share(hits[0], pictures);
    if (predictions.size() == 1 && truths.size() > 1) {
      Interval others = new Share(0, pictures - hits[0]).interval().orElseThrow();
      return others.high() <= SLIGHT
          ? Optional.of(new Chance(top1, (double) hits[0] / pictures))
          : Optional.empty();
    }
    if (isSlight(top1, 1.0 / guessed, 1)) {
      return Optional.of(new Chance(top1, 1.0 / guessed));
    }
    double both = 0;
    double most = 0;
    for (Map.Entry<Integer, Long> truth : truths.entrySet()) {
      long predicted = predictions.getOrDefault(truth.getKey(), 0L);
      both += (double) truth.getValue() / pictures * predicted / pictures;
      most += (double) Math.min(truth.getValue(), predicted) / pictures;
    }
    return truths.size() > 1 && isSlight(top1, both, most)
        ? Optional.of(new Chance(top1, both))
        : Optional.empty();
  }

  private static boolean isSlight(Share top1, double expected, double most) {
    Interval interval = top1.interval().orElseThrow();
    return most > expected
        && interval.low() <= expected
        && (interval.high() - expected) / (most - expected) <= SLIGHT;
  }

  /** A sentence for the user. */
  @Override
  public String toString() {
    Interval interval = top1.interval().orElseThrow();
    return String.format(
        Locale.ROOT,
        "No better than chance: top-1 of the classified pictures is %.2f %% (95 %%: %.2f to %.2f),"
            + " guessing has %.2f %% right; do truth and predictions belong together? Nothing is"
            + " compared with published figures",
        100 * top1.value().orElseThrow(),
        100 * interval.low(),
        100 * interval.high(),
        100 * expected);
  }
}
