package io.mobilespark.jobs.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything known of one picture.
 *
 * @param key see {@link io.mobilespark.identity.PictureKey}
 * @param truths classes that the ground truth has for it; more than one is an error of the truth
 * @param sides for each table of predictions, what it says; more than one is an error of the table
 */
record JoinedPicture(String key, List<Integer> truths, List<List<Outcome>> sides)
    implements Serializable {

  /** Whether truth or a table has the picture more than once. */
  boolean doubled() {
    return truths.size() > 1 || sides.stream().anyMatch(side -> side.size() > 1);
  }

  /** Whether these are the rows whose paths name no file, any number of them. */
  boolean isNameless() {
    return key.isEmpty();
  }

  /** The class of the picture; empty when the truth does not have it. */
  OptionalInt truth() {
    return truths.isEmpty() ? OptionalInt.empty() : OptionalInt.of(truths.get(0));
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
}
