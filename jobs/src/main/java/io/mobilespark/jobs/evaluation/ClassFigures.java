// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.OptionalDouble;

/**
 * How well a class was recognised. A share of nothing is empty.
 *
 * @param index of the class
 * @param support pictures of the class
 * @param predicted pictures for which the class was ranked first
 * @param hits pictures of the class for which it was ranked first
 * @param hitsInFive pictures of the class for which it was among the first five
 */
public record ClassFigures(int index, long support, long predicted, long hits, long hitsInFive) {
  /** The share of the pictures called so that are so. */
  public OptionalDouble precision() {
    return new Share(hits, predicted).value();
  }

  /** The share of the class's pictures that were called so: its top-1. */
  public OptionalDouble recall() {
    return new Share(hits, support).value();
  }

  /** The harmonic mean of both. */
  public OptionalDouble f1() {
    return new Share(2 * hits, support + predicted).value();
  }

  /** The share of the class's pictures with the class among the first five. */
  public OptionalDouble top5() {
    return new Share(hitsInFive, support).value();
  }
}
