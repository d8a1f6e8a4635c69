// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.PictureKey;
import io.mobilespark.jobs.evaluation.Outcome.Ranked;
import io.mobilespark.labels.RealLabels;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts pictures one by one; tallies of parts merge to the tally of the whole. The rules:
 *
 * <ul>
 *   <li>every picture of the truth counts; without a row, or with a rejected one, it is wrong;
 *       where only what was labelled is judged, one without a row is listed and does not count;
 *   <li>a picture that the truth does not have is listed and does not count;
 *   <li>a picture that truth or table has twice is an error, but for rows whose path names no file,
 *       which are no pictures of the truth;
 *   <li>calibration is over the classified pictures, as others have no probability.
 * </ul>
 */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int classCount;
  private final ClassTally classes;
  private final PairTable pairs;
  private final CalibrationTally calibration;
  private final @Nullable TwoClassTally twoClasses;
  private final ConfidentMistakes mistakes = new ConfidentMistakes();
  private final CountTally counts;
  private long hits;
  private long hitsInFive;
  private long realCounted;
  private long realHits;

  /**
   * Of no picture.
   *
   * @param onlyLabelled whether pictures of the truth without a row do not count
   */
  Tally(int classCount, boolean onlyLabelled) {
    this.counts = new CountTally(onlyLabelled);
    this.classCount = classCount;
    this.classes = new ClassTally(classCount);
    this.pairs = new PairTable(classCount);
    this.calibration = new CalibrationTally(classCount);
    this.twoClasses = classCount == 2 ? new TwoClassTally() : null;
  }

  /**
   * Counts a picture of a join with one table.
   *
   * @param real the reassessed labels, where there are any
   */
  void add(JoinedPicture picture, Optional<RealLabels> real) {
    if (!counts.takes(picture)) {
      return;
    }
    Optional<Ranked> outcome = counts.ranked(picture);
    int truth = picture.truth().getAsInt();
    String name = PictureKey.name(picture.key());
    if (real.isPresent() && real.get().indices().containsKey(name)) {
      realCounted++;
      boolean shown = outcome.isPresent() && real.get().shows(name, outcome.get().top());
      realHits += shown ? 1 : 0;
    }
    outcome.ifPresentOrElse(ranked -> add(picture.key(), truth, ranked), () -> classes.miss(truth));
  }

  private void add(String key, int truth, Ranked ranked) {
    int rank = ranked.rank(truth);
    hits += rank == 1 ? 1 : 0;
    hitsInFive += rank >= 1 && rank <= 5 ? 1 : 0;
    classes.add(truth, ranked);
    pairs.add(truth, ranked.top(), 1);
    calibration.add(truth, ranked);
    if (twoClasses != null) {
      twoClasses.add(truth, ranked);
    }
    if (rank != 1) {
      mistakes.add(new Mistake(key, truth, ranked.top(), ranked.probabilities()[0]));
    }
  }

  /** Adds another tally to this one. */
  Tally merge(Tally other) {
    classes.merge(other.classes);
    pairs.merge(other.pairs);
    calibration.merge(other.calibration);
    if (twoClasses != null && other.twoClasses != null) {
      twoClasses.merge(other.twoClasses);
    }
    mistakes.merge(other.mistakes);
    counts.merge(other.counts);
    hits += other.hits;
    hitsInFive += other.hitsInFive;
    realCounted += other.realCounted;
    realHits += other.realHits;
    return this;
  }

  /** Whether truth or table has a key twice. */
  boolean isDoubled() {
    return counts.isDoubled();
  }

  /**
   * The figures.
   *
   * @param withReal whether there were reassessed labels
   * @throws MobileSparkException naming pictures that truth or table has twice
   */
  Evaluation evaluation(boolean withReal) {
    Evaluation.Counts pictures = counts.counts();
    boolean fiveKnown = calibration.fewestKept() >= Math.min(5, classCount);
    return new Evaluation(
        pictures,
        new Share(hits, pictures.images()),
        fiveKnown ? Optional.of(new Share(hitsInFive, pictures.images())) : Optional.empty(),
        calibration.fewestKept(),
        classes.figures(),
        pairs,
        calibration.calibration(),
        withReal ? Optional.of(new Share(realHits, realCounted)) : Optional.empty(),
        mistakes.list(),
        Optional.ofNullable(twoClasses).map(TwoClassTally::figures));
  }
}
