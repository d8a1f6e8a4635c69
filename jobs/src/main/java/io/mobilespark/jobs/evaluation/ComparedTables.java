// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.List;
import java.util.Optional;

/**
 * Two runs over the same pictures, and how much their figures say.
 *
 * @param comparison the figures
 * @param matches how many pictures of the truth and of each table have met
 * @param chances for each table, present where guessing is as good
 */
public record ComparedTables(
    Comparison comparison, List<NameMatch> matches, List<Optional<Chance>> chances) {
  /** Copies the lists. */
  public ComparedTables {
    matches = List.copyOf(matches);
    chances = List.copyOf(chances);
  }
}
