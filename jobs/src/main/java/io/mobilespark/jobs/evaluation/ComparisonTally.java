package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.List;

/** Counts pictures of a join with two tables by which of them is right. */
final class ComparisonTally implements Serializable {
  private static final long serialVersionUID = 1L;
  static final List<String> TABLES = List.of("ground truth", "table A", "table B");

  private final Listing lost = new Listing();
  private final Listing gained = new Listing();
  private final List<Listing> doubled = List.of(new Listing(), new Listing(), new Listing());
  private final List<PairTable> pairs;
  private final long[] inTable = {0, 0};
  private final long[] matched = {0, 0};
  private long images;
  private long bothRight;
  private long bothWrong;

  ComparisonTally(int classes) {
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
      matched[side] += picture.truth().isPresent() ? rows : 0;
    }
    if (picture.truth().isEmpty()) {
      return;
    }
    images++;
    for (int side = 0; side < pairs.size(); side++) {
      if (picture.outcome(side).orElse(null) instanceof Outcome.Ranked ranked) {
        pairs.get(side).add(picture.truth().getAsInt(), ranked.top(), 1);
      }
    }
    boolean a = picture.right(0);
    boolean b = picture.right(1);
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
