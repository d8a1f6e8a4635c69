// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts pictures of a join with two tables by which of them is right. */
final class ComparisonTally implements Serializable {
  private static final long serialVersionUID = 1L;
  static final List<String> TABLES = List.of("ground truth", "table A", "table B");

  private final Listing lost = new Listing();
  private final Listing gained = new Listing();
  private final List<Listing> doubled = List.of(new Listing(), new Listing(), new Listing());
  private final List<PairTable> pairs;
  private final @Nullable Float threshold;
  private final long[] inTable = {0, 0};
  private final long[] matched = {0, 0};
  private final long[] cut = {0, 0};
  private final int classes;
  private long images;
  private long bothRight;
  private long bothWrong;

  /** Of classes. */
  ComparisonTally(int classes) {
    this(classes, Optional.empty());
  }

  /**
   * Of classes or independent labels.
   *
   * @param threshold probability from which a label counts as given; empty for classes
   */
  ComparisonTally(int classes, Optional<Float> threshold) {
    this.threshold = threshold.orElse(null);
    this.classes = classes;
    pairs = List.of(new PairTable(classes), new PairTable(classes));
  }

  void add(JoinedPicture picture) {
    if (!picture.isNameless() && picture.doubled()) {
      addDoubled(picture);
      return;
    }
    for (int side = 0; side < pairs.size(); side++) {
      int rows = picture.sides().get(side).size();
      inTable[side] += rows;
      matched[side] += picture.isSurplus() ? 0 : rows;
    }
    if (picture.isSurplus()) {
      return;
    }
    images++;
    for (int side = 0; threshold == null && side < pairs.size(); side++) {
      if (picture.outcome(side).orElse(null) instanceof Outcome.Ranked ranked) {
        pairs.get(side).add(picture.truth().getAsInt(), ranked.top(), 1);
      }
    }
    boolean a = right(picture, 0);
    boolean b = right(picture, 1);
    if (a && b) {
      bothRight++;
    } else if (a) {
      lost.add(picture.key());
    } else if (b) {
      gained.add(picture.key());
    } else {
      bothWrong++;
    }
  }

  private boolean right(JoinedPicture picture, int side) {
    if (threshold == null) {
      return picture.right(side);
    }
    if (picture.outcome(side).orElse(null) instanceof Outcome.Ranked ranked) {
      int kept = ranked.classes().length;
      cut[side] += kept < classes && ranked.probabilities()[kept - 1] >= threshold ? 1 : 0;
    }
    return picture.right(side, threshold);
  }

  /** Pictures of a table of which not all labels were kept that reach the threshold. */
  long cut(int side) {
    return cut[side];
  }

  private void addDoubled(JoinedPicture picture) {
    for (int i = 0; i < doubled.size(); i++) {
      int rows = i == 0 ? picture.truths().size() : picture.sides().get(i - 1).size();
      if (rows > 1) {
        doubled.get(i).add(picture.key());
      }
    }
  }

  /** Adds another tally to this one. */
  ComparisonTally merge(ComparisonTally other) {
    lost.merge(other.lost);
    gained.merge(other.gained);
    for (int i = 0; i < doubled.size(); i++) {
      doubled.get(i).merge(other.doubled.get(i));
    }
    for (int side = 0; side < pairs.size(); side++) {
      pairs.get(side).merge(other.pairs.get(side));
    }
    for (int side = 0; side < matched.length; side++) {
      cut[side] += other.cut[side];
      inTable[side] += other.inTable[side];
      matched[side] += other.matched[side];
    }
    images += other.images;
    bothRight += other.bothRight;
    bothWrong += other.bothWrong;
    return this;
  }

  /** Whether truth or a table has a key twice. */
  boolean isDoubled() {
    return doubled.stream().anyMatch(listing -> listing.count() > 0);
  }

  /** How truth and a table met: 0 for A, 1 for B. */
  NameMatch match(int side, int parts) {
    return new NameMatch(matched[side], images, inTable[side], parts);
  }

  /** True classes and those ranked first by a table: 0 for A, 1 for B. */
  PairTable pairs(int side) {
    return pairs.get(side);
  }

  /**
   * The figures.
   *
   * @throws MobileSparkException naming pictures that truth or a table has twice
   */
  Comparison comparison() {
    for (int i = 0; i < doubled.size(); i++) {
      Listing.requireNone(TABLES.get(i), doubled.get(i));
    }
    return new Comparison(bothRight, lost.count(), gained.count(), bothWrong, lost, gained);
  }
}
