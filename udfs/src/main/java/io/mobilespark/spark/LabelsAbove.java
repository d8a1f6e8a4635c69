// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.labels.RankedClass;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

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

  /**
   * Those of a picture's labels that are probable enough, in the same order.
   *
   * @param ranked all labels, the best first
   */
  public Stream<RankedClass> of(List<RankedClass> ranked) {
    return ranked.stream().filter(label -> label.probability() >= threshold);
  }
}
