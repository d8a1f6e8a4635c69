// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * How many pictures of a truth and of a table have been found to be the same.
 *
 * @param matched pictures that both have
 * @param truth pictures of the truth
 * @param table pictures of the table
 * @param parts of the names that were compared: 1 for the files' names alone
 */
public record NameMatch(long matched, long truth, long table, int parts) {

  /** The match that counts tell of. */
  public static NameMatch of(Evaluation.Counts counts, int parts) {
    long matched = counts.images() - counts.missing().count();
    return new NameMatch(
        matched,
        counts.images() + counts.unlabelled().count(),
        matched + counts.surplus().count(),
        parts);
  }

  /** Whether it has to be said: a side has pictures that the other lacks, or folders counted. */
  public boolean isNoted() {
    return matched < truth || matched < table || parts > 1;
  }

  /** The number of parts compared; empty where whole names were. */
  public OptionalInt comparedParts() {
    return parts == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(parts);
  }

  /** A phrase: what was compared and how much of it met. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d pictures of the truth, %,d of %,d of the table, by %s",
        matched,
        truth,
        matched,
        table,
        compared());
  }

  /** What of a name was compared. */
  String compared() {
    return switch (parts) {
      case 1 -> "the files' names";
      case Integer.MAX_VALUE -> "their whole names";
      default -> "the last " + parts + " parts of their names";
    };
  }
}
