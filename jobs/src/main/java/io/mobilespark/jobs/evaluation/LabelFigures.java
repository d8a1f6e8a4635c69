// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.OptionalDouble;

/**
 * How well one of several independent labels was recognised. A share of nothing is empty.
 *
 * @param index of the label
 * @param support pictures of the truth that have the label, those without a row included
 * @param predicted pictures whose probability of the label reaches the threshold
 * @param hits pictures of both kinds
 * @param averagePrecision over all thresholds, see {@link LabelEvaluation}; empty where no picture
 *     has the label
 */
public record LabelFigures(
    int index, long support, long predicted, long hits, OptionalDouble averagePrecision) {
  /** The share of the pictures given the label that have it. */
  public OptionalDouble precision() {
    return new Share(hits, predicted).value();
  }

  /** The share of the pictures with the label that were given it. */
  public OptionalDouble recall() {
    return new Share(hits, support).value();
  }

  /** The harmonic mean of both: 2 hits / (support + predicted). */
  public OptionalDouble f1() {
    return new Share(2 * hits, support + predicted).value();
  }
}
