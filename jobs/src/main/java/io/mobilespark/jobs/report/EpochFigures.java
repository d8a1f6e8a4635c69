// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

/**
 * What one epoch of training came to.
 *
 * @param epoch counted from 1
 * @param loss cross-entropy times class weight, the mean over the epoch's rows as they were learnt
 * @param accuracy share of those rows that were right before their step
 * @param validationLoss cross-entropy after the epoch on the rows held out
 * @param validationAccuracy share of those that are right
 * @param seconds it took
 */
public record EpochFigures(
    int epoch,
    double loss,
    double accuracy,
    double validationLoss,
    double validationAccuracy,
    double seconds) {

  /** Whether this epoch's head is to be preferred: more is right, or as much at a lower loss. */
  public boolean betterThan(EpochFigures other) {
    return validationAccuracy != other.validationAccuracy
        ? validationAccuracy > other.validationAccuracy
        : validationLoss < other.validationLoss;
  }
}
