// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.evaluation.Outcome.Ranked;
import io.mobilespark.jobs.evaluation.Outcome.Rejected;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Pictures from rows sorted by key: all rows of a key are one picture. */
final class JoinedPictures implements Iterator<JoinedPicture> {
  /** Softmax and sorting may round differently, but not by more than this. */
  private static final float ROUNDING = 1e-4f;

  private final Iterator<Row> rows;
  private final int sides;
  private final int classes;
  private @Nullable Row next;

  /**
   * Rows of {@link PictureJoin#SCHEMA}.
   *
   * @param sides number of tables of predictions
   * @param classes number of classes, which indices lie below
   */
  JoinedPictures(Iterator<Row> rows, int sides, int classes) {
    this.rows = rows;
    this.sides = sides;
    this.classes = classes;
    this.next = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public JoinedPicture next() {
    Row row = next;
    if (row == null) {
      throw new NoSuchElementException();
    }
    String key = row.getString(0);
    List<List<Integer>> truths = new ArrayList<>(1);
    List<List<Outcome>> outcomes =
        IntStream.range(0, sides).<List<Outcome>>mapToObj(i -> new ArrayList<>(1)).toList();
    while (row != null && row.getString(0).equals(key)) {
      int side = row.getInt(1);
      if (side == 0) {
        truths.add(List.copyOf(row.<Integer>getList(2)));
      } else {
        outcomes.get(side - 1).add(outcome(row));
      }
      row = rows.hasNext() ? rows.next() : null;
    }
    next = row;
    return new JoinedPicture(key, truths, outcomes);
  }

  private Outcome outcome(Row row) {
    if (!row.isNullAt(5)) {
      return new Rejected(row.getString(5));
    }
    List<Integer> indices = row.isNullAt(3) ? List.of() : row.getList(3);
    List<Float> shares = row.isNullAt(4) ? List.of() : row.getList(4);
    if (indices.isEmpty() || indices.size() != shares.size()) {
      return new Rejected("NO_PREDICTION");
    }
    int[] ranked = new int[indices.size()];
    float[] probabilities = new float[ranked.length];
    for (int i = 0; i < ranked.length; i++) {
      ranked[i] = indices.get(i);
      probabilities[i] = shares.get(i);
      if (ranked[i] < 0 || ranked[i] >= classes) {
        throw refused(
            row,
            String.format(
                Locale.ROOT, "has the class index %d; there are %d classes", ranked[i], classes));
      }
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1 + ROUNDING)) {
        throw refused(row, "has the probability " + probabilities[i] + " for class " + ranked[i]);
      }
      if (i > 0 && probabilities[i] > probabilities[i - 1] * (1 + ROUNDING) + Float.MIN_NORMAL) {
        throw refused(row, "has its classes in no descending order of probability");
      }
    }
    return new Ranked(ranked, probabilities);
  }

  private static MobileSparkException refused(Row row, String what) {
    return new MobileSparkException("The prediction for " + row.getString(0) + " " + what);
  }
}
