// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.jobs.config.FittingSettings;
import io.mobilespark.tensorflow.FeatureScale;
import picocli.CommandLine.Option;

/** How a head is trained. */
final class FittingOptions {
  private static final FittingSettings USUAL = FittingSettings.DEFAULT;

  @Option(
      names = "--feature-scale",
      paramLabel = "plain|root",
      description =
          "Features as they are, or their signed square roots, which tell more where pictures are"
              + " few; default: ${DEFAULT-VALUE}")
  private FeatureScale scale = USUAL.scale();

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Width of the layer before the classes; default: ${DEFAULT-VALUE}")
  private int hidden = USUAL.hidden();

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "Of that layer, left out in each step; default: ${DEFAULT-VALUE}")
  private double dropout = USUAL.dropout();

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Adam's; default: ${DEFAULT-VALUE}")
  private double learningRate = USUAL.learningRate();

  @Option(names = "--epochs", paramLabel = "N", description = "At most; default: ${DEFAULT-VALUE}")
  private int epochs = USUAL.epochs();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Pictures in a step; default: ${DEFAULT-VALUE}")
  private int batchRows = USUAL.batchRows();

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Of the pictures, held out by a hash of label and name; default: ${DEFAULT-VALUE}")
  private double validation = USUAL.validation();

  @Option(
      names = "--class-weights",
      paramLabel = "none|balanced",
      description = "Whether rare classes weigh more in the loss; default: ${DEFAULT-VALUE}")
  private ClassWeights classWeights = ClassWeights.NONE;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Epochs without a better one after which training ends; the best one's head is kept;"
              + " default: ${DEFAULT-VALUE}")
  private int patience = USUAL.patience();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the first weights, the order and dropout; default: ${DEFAULT-VALUE}")
  private long seed = USUAL.seed();

  /** How classes weigh. */
  enum ClassWeights {
    /** By their rows. */
    NONE,
    /** All the same. */
    BALANCED
  }

  FittingSettings settings() {
    return new FittingSettings(
        scale,
        hidden,
        dropout,
        learningRate,
        epochs,
        batchRows,
        validation,
        classWeights == ClassWeights.BALANCED,
        patience,
        seed);
  }
}
