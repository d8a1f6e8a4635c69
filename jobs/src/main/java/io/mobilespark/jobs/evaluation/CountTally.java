// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.evaluation.Outcome.Ranked;
import io.mobilespark.jobs.evaluation.Outcome.Rejected;
import java.io.Serializable;
import java.util.Optional;

/** Counts pictures of a join with one table by what became of them. */
final class CountTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Listing missing = new Listing();
  private final Listing rejected = new Listing();
  private final Listing surplus = new Listing();
  private final Listing unlabelled = new Listing();
  private final Listing doubledTruth = new Listing();
  private final Listing doubledRows = new Listing();
  private final boolean onlyLabelled;
  private long images;
  private long classified;

  /**
   * Of no picture.
   *
   * @param onlyLabelled whether pictures of the truth without a row do not count
   */
  CountTally(boolean onlyLabelled) {
    this.onlyLabelled = onlyLabelled;
  }

  /** Whether pictures of the truth without a row do not count. */
  boolean onlyLabelled() {
    return onlyLabelled;
  }

  /** Whether a picture is the truth's, stands once on both sides and counts; else it is listed. */
  boolean takes(JoinedPicture picture) {
    if (picture.isNameless()) {
      picture.sides().get(0).forEach(row -> surplus.add(picture.key()));
      return false;
    }
    if (picture.doubled()) {
      (picture.truths().size() > 1 ? doubledTruth : doubledRows).add(picture.key());
      return false;
    }
    if (picture.isSurplus()) {
      surplus.add(picture.key());
      return false;
    }
    if (onlyLabelled && picture.outcome(0).isEmpty()) {
      unlabelled.add(picture.key());
      return false;
    }
    images++;
    return true;
  }

  /** What the table says of a picture that was taken; where it has no scores, that is listed. */
  Optional<Ranked> ranked(JoinedPicture picture) {
    Outcome outcome = picture.outcome(0).orElse(null);
    if (outcome instanceof Ranked ranked) {
      classified++;
      return Optional.of(ranked);
    }
    if (outcome instanceof Rejected refusal) {
      rejected.add(picture.key() + "\t" + refusal.reason());
    } else {
      missing.add(picture.key());
    }
    return Optional.empty();
  }

  void merge(CountTally other) {
    missing.merge(other.missing);
    rejected.merge(other.rejected);
    surplus.merge(other.surplus);
    unlabelled.merge(other.unlabelled);
    doubledTruth.merge(other.doubledTruth);
    doubledRows.merge(other.doubledRows);
    images += other.images;
    classified += other.classified;
  }

  /** Whether truth or table has a key twice. */
  boolean isDoubled() {
    return doubledTruth.count() + doubledRows.count() > 0;
  }

  /**
   * The counts.
   *
   * @throws MobileSparkException naming pictures that truth or table has twice
   */
  Evaluation.Counts counts() {
    Listing.requireNone("ground truth", doubledTruth);
    Listing.requireNone("table of predictions", doubledRows);
    return new Evaluation.Counts(images, classified, rejected, missing, surplus, unlabelled);
  }
}
