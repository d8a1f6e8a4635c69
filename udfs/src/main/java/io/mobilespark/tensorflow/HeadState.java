// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.Locale;

/**
 * Everything that training a head goes on from.
 *
 * @param weights as they are
 * @param means Adam's running means of the gradients
 * @param squares Adam's running means of the gradients' squares
 * @param steps done so far
 */
public record HeadState(HeadWeights weights, HeadWeights means, HeadWeights squares, long steps) {
  /** Checks that all three are of one shape. */
  public HeadState {
    if (!means.shape().equals(weights.shape()) || !squares.shape().equals(weights.shape())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s, but slots of %s and %s", weights, means.shape(), squares.shape()));
    }
    if (steps < 0) {
      throw new IllegalArgumentException("Steps are 0 or more: " + steps);
    }
  }

  /** Before the first step. */
  public static HeadState start(HeadWeights weights) {
    HeadWeights zeros = HeadWeights.zeros(weights.shape());
    return new HeadState(weights, zeros, zeros, 0);
  }
}
