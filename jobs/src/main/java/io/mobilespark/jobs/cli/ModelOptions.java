// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.ScoreActivation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network, with which weights, classes and preprocessing. */
final class ModelOptions extends NetworkOptions {
  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "Keras .keras or .h5 file, or SavedModel folder, local or remote")
  private String weights = "";

  @Option(
      names = "--classes",
      paramLabel = "imagenet|FILE",
      description = "Labels of the outputs; default: " + ModelSettings.IMAGENET)
  private String classes = ModelSettings.IMAGENET;

  @Option(
      names = "--head",
      paramLabel = "DIR",
      description =
          "A head that train made on this model, in place of its own classifier; its classes and"
              + " its preset hold")
  private @Nullable String head;

  @Option(
      names = "--precision",
      paramLabel = "fp32|tf32|fp16|bf16",
      description =
          "What convolutions compute in; bf16 wants a GPU or a CPU with AVX512-BF16 or AMX-BF16,"
              + " tf32 and fp16 want a GPU; default: fp32")
  private Precision precision = Precision.FP32;

  @Option(
      names = "--activation",
      paramLabel = "softmax|sigmoid",
      converter = Activation.class,
      description = "What makes probabilities of the outputs; default: what the model's graph says")
  private @Nullable ScoreActivation activation;

  ModelSettings settings() {
    return new ModelSettings(
        choice(),
        weights,
        classes,
        preset(),
        Optional.ofNullable(head),
        precision,
        reading(Optional.ofNullable(activation)));
  }
}
