// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.image.Presets;
import io.mobilespark.model.ModelName;
import io.mobilespark.spark.preparation.ModelReading;
import io.mobilespark.spark.preparation.NetworkChoice;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.ScoreActivation;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Which network, and what its file leaves open, for every command that reads one. Defaults stand in
 * the descriptions: where these options are a group, picocli does not know them.
 */
abstract class NetworkOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      converter = Model.class,
      completionCandidates = Models.class,
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
      converter = Size.class,
      description =
          "Height and width of the input, or both as 96x160; default: what the file says, or 224")
  private @Nullable InputSize resolution;

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
      converter = Range.class,
      description = "What the model wants pixels to be; default: what its graph says")
  private @Nullable InputRange range;

  @Option(
      names = "--architecture",
      paramLabel = "FILE",
      description =
          "Keras's to_json of the model, for weights alone of one that is not Keras's own")
  private @Nullable String architecture;

  final NetworkChoice choice() {
    return new NetworkChoice(
        Optional.ofNullable(model), Optional.ofNullable(alpha), Optional.ofNullable(resolution));
  }

  final Optional<String> preset() {
    return Optional.ofNullable(preset);
  }

  final ModelReading reading(Optional<ScoreActivation> activation) {
    return new ModelReading(
        Optional.ofNullable(signature),
        Optional.ofNullable(outputName),
        Optional.ofNullable(range),
        activation,
        Optional.ofNullable(architecture));
  }

  /** A known model, or a usage error. */
  static final class Model implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      return converted(ModelName::parse, name).toString();
    }
  }

  /** A size of an input, or a usage error. */
  static final class Size implements ITypeConverter<InputSize> {
    @Override
    public InputSize convert(String text) {
      return converted(InputSize::parse, text);
    }
  }

  /** A range of an input, or a usage error. */
  static final class Range implements ITypeConverter<InputRange> {
    @Override
    public InputRange convert(String text) {
      return converted(InputRange::parse, text);
    }
  }

  /** An activation of scores, or a usage error. */
  static final class Activation implements ITypeConverter<ScoreActivation> {
    @Override
    public ScoreActivation convert(String text) {
      return converted(ScoreActivation::parse, text);
    }
  }

  private static <T> T converted(Function<String, T> parse, String text) {
    try {
      return parse.apply(text);
    } catch (MobileSparkException | IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** A known preset, or a usage error. */
  static final class Preset implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      return converted(Presets::byName, name).name();
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
