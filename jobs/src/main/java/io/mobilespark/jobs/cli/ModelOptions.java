package io.mobilespark.jobs.cli;

import io.mobilespark.MobileSparkException;
import io.mobilespark.image.Presets;
import io.mobilespark.model.ModelName;
import io.mobilespark.spark.preparation.ModelSettings;
import io.mobilespark.tensorflow.Precision;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Which network, with which weights and preprocessing. Defaults stand in the descriptions: where
 * these options are a group, picocli does not know them.
 */
final class ModelOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      converter = Model.class,
      completionCandidates = Models.class,
      description = "One of: ${COMPLETION-CANDIDATES}")
  private String model = "";

  @Option(names = "--alpha", paramLabel = "X", description = "Width multiplier; default: 1.0")
  private double alpha = 1.0;

  @Option(
      names = "--resolution",
      paramLabel = "PIXELS",
      description = "Height and width of the input; default: 224")
  private int resolution = 224;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "Keras .h5 file or SavedModel folder, local or remote")
  private String weights = "";

  @Option(
      names = "--classes",
      paramLabel = "imagenet|FILE",
      description = "Labels of the outputs; default: " + ModelSettings.IMAGENET)
  private String classes = ModelSettings.IMAGENET;

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      converter = Preset.class,
      completionCandidates = PresetNames.class,
      description =
          "Preprocessing, one of: ${COMPLETION-CANDIDATES}; default: the one that the variant's"
              + " accuracy was published with")
  private @Nullable String preset;

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

  ModelSettings settings() {
    return new ModelSettings(
        model,
        alpha,
        resolution,
        weights,
        classes,
        Optional.ofNullable(preset),
        Optional.ofNullable(head),
        precision);
  }

  /** A known model, or a usage error. */
  static final class Model implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      try {
        return ModelName.parse(name).toString();
      } catch (MobileSparkException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A known preset, or a usage error. */
  static final class Preset implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      try {
        return Presets.byName(name).name();
      } catch (MobileSparkException | IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** The models for help and completion. */
  static final class Models implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ModelName.known().iterator();
    }
  }

  /** The presets for help and completion. */
  static final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Presets.all().stream().map(io.mobilespark.image.Preset::name).iterator();
    }
  }
}
