package io.mobilespark.jobs.cli;

import io.mobilespark.identity.InputSize;
import io.mobilespark.spark.preparation.ModelReading;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.spark.preparation.NetworkChoice;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Precision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network gives the features, with which weights and preprocessing. */
final class BaseOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      converter = ModelOptions.Model.class,
      completionCandidates = ModelOptions.Models.class,
      description = "Needed where the file holds weights alone, one of: ${COMPLETION-CANDIDATES}")
  private @Nullable String model;

  @Option(
      names = "--alpha",
      paramLabel = "X",
      description = "Width multiplier; default: what the file says, or 1.0")
  private @Nullable Double alpha;

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS|HxW",
      converter = ModelOptions.Size.class,
      description =
          "Height and width of the input, or both as 96x160; default: what the file says, or 224")
  private @Nullable InputSize resolution;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "Keras .keras or .h5 file, with or without top, local or remote")
  private String weights = "";

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      converter = ModelOptions.Preset.class,
      completionCandidates = ModelOptions.PresetNames.class,
      description =
          "Preprocessing, one of: ${COMPLETION-CANDIDATES}; default: the one that the variant's"
              + " accuracy was published with")
  private @Nullable String preset;

  @Option(
      names = "--signature",
      paramLabel = "NAME",
      description = "Signature of a SavedModel; default: serving_default")
  private @Nullable String signature;

  @Option(
      names = "--output-name",
      paramLabel = "NAME",
      description = "Output of the signature that scores classes, where there are several")
  private @Nullable String outputName;

  @Option(
      names = "--input-range",
      paramLabel = "0..255|0..1|-1..1",
      converter = ModelOptions.Range.class,
      description = "What the model wants pixels to be; default: what its graph says")
  private @Nullable InputRange range;

  @Option(
      names = "--architecture",
      paramLabel = "FILE",
      description =
          "Keras's to_json of the model, for weights alone of one that is not Keras's own")
  private @Nullable String architecture;

  ModelSettings settings() {
    return new ModelSettings(
        new NetworkChoice(
            Optional.ofNullable(model),
            Optional.ofNullable(alpha),
            Optional.ofNullable(resolution)),
        weights,
        ModelSettings.IMAGENET,
        Optional.ofNullable(preset),
        Optional.empty(),
        Precision.FP32,
        new ModelReading(
            Optional.ofNullable(signature),
            Optional.ofNullable(outputName),
            Optional.ofNullable(range),
            Optional.empty(),
            Optional.ofNullable(architecture)));
  }
}
