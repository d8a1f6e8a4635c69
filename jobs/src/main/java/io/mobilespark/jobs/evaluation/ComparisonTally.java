package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.List;

/** Counts pictures of a join with two tables by which of them is right. */
final class ComparisonTally implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final List<String> TABLES = List.of("ground truth", "table A", "table B");

  private final Listing lost = new Listing();
  private final Listing gained = new Listing();
  private final List<Listing> doubled = List.of(new Listing(), new Listing(), new Listing());
  private long bothRight;
  private long bothWrong;

  void add(JoinedPicture picture) {
    if (picture.doubled()) {
      addDoubled(picture);
      return;
    }
    if (picture.truth().isEmpty()) {
      return;
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
    bothRight += other.bothRight;
    bothWrong += other.bothWrong;
    return this;
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
