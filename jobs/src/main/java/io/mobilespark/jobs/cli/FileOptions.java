// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.ScoreActivation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model's file leaves open, for commands that are about one file. */
final class FileOptions extends NetworkOptions {
  @Option(
      names = "--classes",
      paramLabel = "imagenet|FILE",
      description = "Labels of the outputs; default: " + ModelSettings.IMAGENET)
  private String classes = ModelSettings.IMAGENET;

  @Option(
      names = "--activation",
      paramLabel = "softmax|sigmoid",
      converter = Activation.class,
      description = "What makes probabilities of the outputs; default: what the model's graph says")
  private @Nullable ScoreActivation activation;

  ModelSettings settings(String file) {
    return new ModelSettings(
        choice(),
        file,
        classes,
        preset(),
        Optional.empty(),
        Precision.FP32,
        reading(Optional.ofNullable(activation)));
  }
}
