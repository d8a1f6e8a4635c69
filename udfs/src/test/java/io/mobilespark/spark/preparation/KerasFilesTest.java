// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keras's own files of fine-tuned models, from their settings to every probability. */
final class KerasFilesTest {
  @ParameterizedTest
  @CsvSource({
    "v1-sequential-hidden-batchnorm-keras, CLASSES",
    "v2-functional-augment-preprocess-logit, TWO_CLASSES",
    "v2-own-top-keras, CLASSES",
    "v2-sequential-rescaling-h5, CLASSES",
    "v2-sequential-rescaling-keras, CLASSES",
    "v2-sequential-rescaling-keras2-h5, CLASSES",
    "v2-sequential-rescaling-weights, CLASSES",
    "v3small-minimalistic-maxpool-h5, CLASSES",
    "v3small-multilabel-keras, LABELS",
  })
  void answerAsInKeras(String name, ScoreKind kind) throws IOException {
    Path models = SharedFiles.require("wild/models");
    WildModel wild = WildModel.in(models.resolve(name));
    PreparedModel model = wild.prepared(NetworkChoice.NONE, reading(models.resolve(name)));
    assertThat(model.kind()).isEqualTo(kind);
    assertThat(model.range()).hasToString(wild.about().get("feed").asText());
    assertThat(model.id())
        .startsWith(wild.about().get("model").asText())
        .contains("_" + wild.about().get("alpha").asText() + "_96_");
    requireProbabilities(wild, wild.scores(model, models.resolve("pictures")));
  }

  @ParameterizedTest
  @CsvSource({
    "v1-not-square-weights, mobilenet_v1, 0.25",
    "v2-own-top-weights, mobilenet_v2, 0.35",
  })
  void weightsOfKerasOwnNetworksAnswerByModel(String name, String family, double alpha)
      throws IOException {
    Path models = SharedFiles.require("wild/models");
    WildModel wild = WildModel.in(models.resolve(name));
    PreparedModel model =
        wild.prepared(NetworkChoice.of(family, alpha, wild.size()), ModelReading.AS_FOUND);
    requireProbabilities(wild, wild.scores(model, models.resolve("pictures")));
  }

  @Test
  void whatTheFileSaysIsNotContradicted() throws IOException {
    Path models = SharedFiles.require("wild/models");
    WildModel wild = WildModel.in(models.resolve("v2-sequential-rescaling-keras"));
    NetworkChoice wide = NetworkChoice.of("mobilenet_v2", 1, InputSize.square(96));
    assertThatThrownBy(() -> wild.prepared(wide, ModelReading.AS_FOUND))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("is mobilenet_v2 alpha 0.35 96x96, the options say")
        .hasMessageContaining("mobilenet_v2 alpha 1.0 96x96");
    NetworkChoice same = NetworkChoice.of("mobilenet_v2", 0.35, InputSize.square(96));
    assertThat(wild.prepared(same, ModelReading.AS_FOUND).classes().size()).isEqualTo(3);
  }

  @Test
  void weightsOfAnotherArchitectureAreRefusedWithWhatToDo() throws IOException {
    Path models = SharedFiles.require("wild/models");
    WildModel wild = WildModel.in(models.resolve("v2-sequential-rescaling-weights"));
    assertThatThrownBy(wild::prepared)
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("--architecture");
  }

  @Test
  void featuresAreThoseThatTheModelItselfUses() throws IOException {
    Path models = SharedFiles.require("wild/models");
    for (String name :
        List.of("v2-sequential-rescaling-keras", "v3small-minimalistic-maxpool-h5")) {
      WildModel wild = WildModel.in(models.resolve(name));
      Path file = models.resolve(name).resolve(wild.about().get("file").asText());
      PreparedBase base =
          ModelPreparation.prepareBase(
              new ModelSettings(
                  NetworkChoice.NONE,
                  file.toString(),
                  ModelSettings.IMAGENET,
                  Optional.empty(),
                  Optional.empty(),
                  Precision.FP32,
                  ModelReading.AS_FOUND),
              new Configuration());
      assertThat(base.featureWidth()).isEqualTo(name.startsWith("v2") ? 1280 : 432);
      assertThat(base.preset().name()).isEqualTo("squash");
    }
  }

  private static ModelReading reading(Path folder) {
    Path architecture = folder.resolve("architecture.json");
    return new ModelReading(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Files.exists(architecture) ? Optional.of(architecture.toString()) : Optional.empty());
  }

  private static void requireProbabilities(WildModel wild, Scores scores) throws IOException {
    List<double[]> expected = wild.expected();
    assertThat(scores.pictures()).isEqualTo(expected.size());
    for (int row = 0; row < expected.size(); row++) {
      double[] wanted = expected.get(row);
      assertThat(scores.classes()).isEqualTo(wanted.length);
      for (int column = 0; column < wanted.length; column++) {
        assertThat((double) scores.probabilities()[row * scores.classes() + column])
            .as("picture %s class %s", row, column)
            .isCloseTo(wanted[column], Offset.offset(1e-4));
      }
    }
  }
}
