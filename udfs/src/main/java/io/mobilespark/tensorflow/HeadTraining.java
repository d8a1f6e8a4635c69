// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.List;

/**
 * How a head learns.
 *
 * @param learningRate Adam's, above 0
 * @param dropout share of the hidden layer's values that each step leaves out, from 0 to below 1
 * @param classWeights what the loss of a row of each class is multiplied by
 * @param seed decides what is left out; the step's number does besides
 */
public record HeadTraining(
    double learningRate, double dropout, List<Float> classWeights, long seed) {
  /** Checks rate, dropout and weights. */
  public HeadTraining {
    classWeights = List.copyOf(classWeights);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("The learning rate is above 0: " + learningRate);
    }
    if (!(dropout >= 0) || dropout >= 1) {
      throw new IllegalArgumentException("Dropout is from 0 to below 1: " + dropout);
    }
    for (float weight : classWeights) {
      if (!(weight >= 0) || Float.isInfinite(weight)) {
        throw new IllegalArgumentException("A class weight is 0 or more: " + weight);
      }
    }
  }
}
