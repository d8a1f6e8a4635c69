// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.tensorflow.Precision;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which network gives the features, with which weights and preprocessing. */
final class BaseOptions extends NetworkOptions {
  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "Keras .keras or .h5 file, with or without top, local or remote")
  private String weights = "";

  @Mixin private DecodingOptions decoding = new DecodingOptions();

  ModelSettings settings() {
    return new ModelSettings(
            choice(),
            weights,
            ModelSettings.IMAGENET,
            preset(),
            Optional.empty(),
            Precision.FP32,
            reading(Optional.empty()))
        .decoding(decoding.settings());
  }
}
