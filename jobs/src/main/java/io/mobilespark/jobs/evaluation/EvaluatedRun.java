// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.Optional;

/**
 * What a figure belongs to: without all of these it cannot be reproduced.
 *
 * @param predictions the table
 * @param model name, alpha, resolution and the start of the weights' hash
 * @param preset the preprocessing's name
 * @param weightsSha256 of the weights' file; empty where the table has no run manifest
 * @param truth the ground truth
 * @param truthFormat its convention
 * @param recognition what the convention was recognised from
 */
public record EvaluatedRun(
    String predictions,
    String model,
    String preset,
    Optional<String> weightsSha256,
    String truth,
    String truthFormat,
    String recognition) {

  /** A table judged by a truth. */
  public static EvaluatedRun of(
      PredictionTable table, Optional<String> weightsSha256, Truth truth) {
    return new EvaluatedRun(
        table.uri(),
        table.model(),
        table.preset(),
        weightsSha256,
        truth.uri(),
        truth.format().id(),
        truth.recognition());
  }
}
