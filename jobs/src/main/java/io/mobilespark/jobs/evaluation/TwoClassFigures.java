// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.OptionalDouble;

/**
 * How well the second of two classes is told from the first, by its probability. All shares are
 * over classified pictures, as others have no probability.
 *
 * @param accuracy share of pictures on the right side of 0.5
 * @param auc area under the curve of true over false positives: how often a picture of the second
 *     class has the larger probability of two; empty where a class has no picture
 * @param precision share of the second class among pictures taken for it
 * @param recall share of pictures taken for it among those of the second class
 */
public record TwoClassFigures(Share accuracy, OptionalDouble auc, Share precision, Share recall) {
  /** The harmonic mean of precision and recall; empty where one has no picture. */
  public OptionalDouble f1() {
    OptionalDouble p = precision.value();
    OptionalDouble r = recall.value();
    if (p.isEmpty() || r.isEmpty()) {
      return OptionalDouble.empty();
    }
    double sum = p.getAsDouble() + r.getAsDouble();
    return OptionalDouble.of(sum == 0 ? 0 : 2 * p.getAsDouble() * r.getAsDouble() / sum);
  }
}
