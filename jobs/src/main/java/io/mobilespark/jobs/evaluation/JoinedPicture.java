// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Everything known of one picture.
 *
 * @param key see {@link io.mobilespark.identity.PictureKey}
 * @param truths what each row of the ground truth has for it, a class or any number of independent
 *     labels; more than one row is an error of the truth
 * @param sides for each table of predictions, what it says; more than one is an error of the table
 */
record JoinedPicture(String key, List<List<Integer>> truths, List<List<Outcome>> sides)
    implements Serializable {

  /** Whether truth or a table has the picture more than once. */
  boolean doubled() {
    return truths.size() > 1 || sides.stream().anyMatch(side -> side.size() > 1);
  }

  /** Whether these are the rows whose paths name no file, any number of them. */
  boolean isNameless() {
    return key.isEmpty();
  }

  /** Whether the truth does not have it. */
  boolean isSurplus() {
    return truths.isEmpty();
  }

  /** The class of the picture; empty when the truth does not have it. */
  OptionalInt truth() {
    return truths.isEmpty() ? OptionalInt.empty() : OptionalInt.of(truths.get(0).get(0));
  }

  /** The independent labels of the picture; none when the truth does not have it. */
  Set<Integer> labels() {
    return truths.isEmpty() ? Set.of() : Set.copyOf(truths.get(0));
  }

  /** What a table says of it; empty when the table does not have it. */
  Optional<Outcome> outcome(int side) {
    return sides.get(side).stream().findFirst();
  }

  /** Whether a table's first class is the picture's. */
  boolean right(int side) {
    return outcome(side).orElse(null) instanceof Outcome.Ranked ranked
        && truth().isPresent()
        && ranked.top() == truth().getAsInt();
  }

  /** Whether a table's labels of so much probability or more are the picture's, and no others. */
  boolean right(int side, float threshold) {
    return outcome(side).orElse(null) instanceof Outcome.Ranked ranked
        && !isSurplus()
        && ranked.above(threshold).equals(labels());
  }
}
