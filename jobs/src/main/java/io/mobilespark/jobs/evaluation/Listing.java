// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import io.mobilespark.MobileSparkException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Counts all, names the first of them by the alphabet: bounded, whatever order they come in. */
public final class Listing implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many are named. */
  public static final int MOST = 10_000;

  private final TreeSet<String> first = new TreeSet<>();
  private long count;

  void add(String name) {
    count++;
    keep(name);
  }

  void merge(Listing other) {
    count += other.count;
    other.first.forEach(this::keep);
  }

  private void keep(String name) {
    if (first.size() < MOST) {
      first.add(name);
    } else if (name.compareTo(first.last()) < 0 && first.add(name)) {
      first.pollLast();
    }
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** The first {@link #MOST} of them. */
  public List<String> names() {
    return List.copyOf(first);
  }

  /**
   * Refuses pictures that occur more than once.
   *
   * @throws MobileSparkException naming a few
   */
  static void requireNone(String where, Listing doubled) {
    if (doubled.count > 0) {
      List<String> few = doubled.first.stream().limit(5).toList();
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The %s has %d picture keys more than once: %s%s",
              where,
              doubled.count,
              String.join(", ", few),
              doubled.count > few.size() ? ", …" : ""));
    }
  }
}
