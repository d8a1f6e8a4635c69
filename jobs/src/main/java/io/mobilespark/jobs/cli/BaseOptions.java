package io.mobilespark.jobs.cli;

import io.mobilespark.spark.preparation.ModelSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network gives the features, with which weights and preprocessing. */
final class BaseOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      converter = ModelOptions.Model.class,
      completionCandidates = ModelOptions.Models.class,
      description = "One of: ${COMPLETION-CANDIDATES}")
  private String model = "";

  @Option(
      names = "--alpha",
      paramLabel = "X",
      description = "Width multiplier; default: ${DEFAULT-VALUE}")
  private double alpha = 1.0;

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description = "Height and width of the input; default: ${DEFAULT-VALUE}")
  private int resolution = 224;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "Keras .h5 file, with or without top, local or remote")
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

  ModelSettings settings() {
    return new ModelSettings(
        model, alpha, resolution, weights, ModelSettings.IMAGENET, Optional.ofNullable(preset));
  }
}
