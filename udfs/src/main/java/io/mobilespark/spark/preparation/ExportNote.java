// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mobilespark.MobileSparkException;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.ScoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a SavedModel that this project wrote says of itself, beside it in {@code assets.extra}, the
 * place TensorFlow leaves to users: its graph normalises a preset's samples, so it must be fed
 * those and no others.
 *
 * @param model name, alpha, resolution and the start of the weights' hash
 * @param preset whose samples it takes
 * @param weightsSha256 of the file it was made from
 * @param inputRange what the model wants pixels to be behind the normalisation, such as {@code
 *     0..255}
 * @param scores {@code classes}, {@code labels} or {@code two_classes}
 */
record ExportNote(
    String model, String preset, String weightsSha256, String inputRange, String scores) {
  /** Exports of versions that did not write what all their models had in common have it. */
  ExportNote {
    inputRange = Objects.requireNonNullElse(inputRange, InputRange.SYMMETRIC.toString());
    scores = Objects.requireNonNullElse(scores, name(ScoreKind.CLASSES));
  }

  /** The note of a model that is exported. */
  static ExportNote of(PreparedModel model) {
    return new ExportNote(
        model.id(),
        model.preset().name(),
        model.weightsSha256(),
        model.range().toString(),
        name(model.kind()));
  }

  private static String name(ScoreKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** What the scores mean. */
  ScoreKind kind() {
    return Arrays.stream(ScoreKind.values())
        .filter(kind -> name(kind).equals(scores))
        .findFirst()
        .orElseThrow(
            () -> new MobileSparkException("mobilespark.json tells of unknown scores: " + scores));
  }

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes the note into a SavedModel's folder. */
  void write(Path folder) {
    Path file = in(folder);
    try {
      Files.createDirectories(file.resolveSibling("."));
      JSON.writeValue(file.toFile(), this);
    } catch (IOException e) {
      throw new MobileSparkException(
          String.format(Locale.ROOT, "%s cannot be written: %s", file, e), e);
    }
  }

  /** The note of a SavedModel's folder; none in models of others. */
  static Optional<ExportNote> read(Path folder) throws IOException {
    Path file = in(folder);
    return Files.exists(file)
        ? Optional.of(JSON.readValue(file.toFile(), ExportNote.class))
        : Optional.empty();
  }

  private static Path in(Path folder) {
    return folder.resolve("assets.extra").resolve("mobilespark.json");
  }
}
