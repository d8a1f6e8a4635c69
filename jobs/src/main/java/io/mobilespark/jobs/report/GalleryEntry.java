// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.Optional;

/**
 * One picture on a page.
 *
 * @param caption its path or name, any text
 * @param truth the true label, where it is known
 * @param outcome what became of it
 * @param thumbnail as a data URI, where there is one
 */
public record GalleryEntry(
    String caption, Optional<String> truth, Outcome outcome, Optional<Thumbnail> thumbnail) {

  /** Whether it was labelled otherwise than known; false where the truth is not known. */
  public boolean wrong() {
    return outcome instanceof Predicted predicted
        && truth.filter(label -> !label.equals(predicted.label())).isPresent();
  }

  /** Whether it was labelled as known. */
  public boolean right() {
    return outcome instanceof Predicted predicted
        && truth.filter(label -> label.equals(predicted.label())).isPresent();
  }

  /** What became of a picture. */
  public sealed interface Outcome permits Predicted, Refused {}

  /**
   * It got a label.
   *
   * @param probability 0 to 1
   */
  public record Predicted(String label, double probability) implements Outcome {
    /** Checks the probability. */
    public Predicted {
      if (!(probability >= 0 && probability <= 1.0001)) {
        throw new IllegalArgumentException("probability must be 0 to 1: " + probability);
      }
    }
  }

  /**
   * It could not be decoded.
   *
   * @param reason the code, as in the column {@code error}
   */
  public record Refused(String reason) implements Outcome {}
}
