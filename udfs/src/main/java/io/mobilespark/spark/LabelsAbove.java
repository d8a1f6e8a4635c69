package io.mobilespark.spark;

import java.io.Serializable;

/**
 * A column of all labels of a picture that are probable enough, beside its best ones.
 *
 * @param threshold the least probability, above 0 and at most 1
 * @param topK how many of the best are kept beside them
 */
public record LabelsAbove(float threshold, int topK) implements Serializable {
  /** Checks both. */
  public LabelsAbove {
    if (!(threshold > 0 && threshold <= 1) || topK < 1) {
      throw new IllegalArgumentException(
          "the " + topK + " best, and all with a probability of " + threshold + " or more");
    }
  }
}
