// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.HeadShape;

/**
 * How a head is trained.
 *
 * @param scale what features go through before
 * @param hidden width of the layer before the classes, 1 or more
 * @param dropout share of that layer left out in each step, from 0 to below 1
 * @param learningRate Adam's, above 0
 * @param epochs at most, 1 or more
 * @param batchRows rows in a step, 1 or more
 * @param validation share of the pictures held out, between 0 and 1
 * @param balanced whether the loss of a class is weighted by how rare it is
 * @param patience epochs without a better one after which training ends, 1 or more
 * @param seed decides the first weights, the order of rows, and what dropout leaves out
 */
public record FittingSettings(
    FeatureScale scale,
    int hidden,
    double dropout,
    double learningRate,
    int epochs,
    int batchRows,
    double validation,
    boolean balanced,
    int patience,
    long seed) {

  /** What holds when nothing is said. */
  public static final FittingSettings DEFAULT =
      new FittingSettings(FeatureScale.PLAIN, 1024, 0, 1e-3, 30, 32, 0.2, false, 5, 1);

  /** Checks each setting. */
  public FittingSettings {
    require(hidden >= 1, "--hidden is 1 or more: " + hidden);
    require(dropout >= 0 && dropout < 1, "--dropout is from 0 to below 1: " + dropout);
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        "--learning-rate is above 0: " + learningRate);
    require(epochs >= 1, "--epochs is 1 or more: " + epochs);
    require(batchRows >= 1, "--batch-size is 1 or more: " + batchRows);
    require(validation > 0 && validation < 1, "--validation is between 0 and 1: " + validation);
    require(patience >= 1, "--patience is 1 or more: " + patience);
  }

  /**
   * The head that is trained.
   *
   * @param inputs width of the pooled features
   * @param classes to be told apart
   */
  public HeadShape head(int inputs, int classes) {
    return new HeadShape(inputs, hidden, classes, scale);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
