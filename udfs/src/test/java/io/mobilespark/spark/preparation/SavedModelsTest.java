// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.SettingException;
import io.mobilespark.identity.InputSize;
import io.mobilespark.inference.Features;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.labels.ClassList;
import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.ScoreActivation;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SavedModels answer as Keras does, and are told only what their graphs leave open. */
final class SavedModelsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "v1-functional-unit-range-saved, 0..1, CLASSES",
    "v2-functional-augment-preprocess-logit-saved, 0..255, TWO_CLASSES",
    "v2-sequential-rescaling-keras2-saved, 0..255, CLASSES",
    "v2-sequential-rescaling-saved, 0..255, CLASSES",
  })
  void fineTunedNetworksAnswerAsInKeras(String name, String range, String kind) throws IOException {
    Path models = SharedFiles.require("wild/models");
    WildModel wild = WildModel.in(models.resolve(name));
    PreparedModel model = wild.prepared();
    assertThat(model.range()).hasToString(range);
    assertThat(model.kind()).hasToString(kind);
    requireProbabilities(wild, wild.scores(model, models.resolve("pictures")), 1e-4);
  }

  /** The same weights as a Keras file: where the graph pools, its layers say it pools. */
  @ParameterizedTest
  @CsvSource({
    "v2-sequential-rescaling-saved, v2-sequential-rescaling-keras",
    "v2-sequential-rescaling-keras2-saved, v2-sequential-rescaling-keras2-h5",
    "v2-functional-augment-preprocess-logit-saved, v2-functional-augment-preprocess-logit",
  })
  void featuresAreThoseOfTheKerasFile(String saved, String keras) throws IOException {
    Path models = SharedFiles.require("wild/models");
    WildModel one = WildModel.in(models.resolve(saved));
    WildModel other = WildModel.in(models.resolve(keras));
    PreparedBase base = one.base();
    Features found = one.features(base, models.resolve("pictures"));
    Features wanted = other.features(other.base(), models.resolve("pictures"));
    assertThat(base.summary()).contains("of 0..255, " + found.width() + " features");
    assertThat(found.pictures()).isEqualTo(8).isEqualTo(wanted.pictures());
    assertThat(found.width()).isEqualTo(wanted.width()).isGreaterThan(100);
    for (int i = 0; i < found.values().length; i++) {
      assertThat(found.values()[i])
          .isCloseTo(wanted.values()[i], Offset.offset(2e-4f * Math.max(1, wanted.values()[i])));
    }
  }

  /** As on the same weights in a Keras file. */
  @ParameterizedTest
  @CsvSource({
    "v2-sequential-rescaling-saved, v2-sequential-rescaling-keras, ROOT",
    "v2-sequential-rescaling-keras2-saved, v2-sequential-rescaling-keras2-h5, PLAIN",
  })
  void headsAreServed(String saved, String keras, FeatureScale scale) throws IOException {
    Path models = SharedFiles.require("wild/models");
    Scores found = headed(WildModel.in(models.resolve(saved)), scale);
    Scores wanted = headed(WildModel.in(models.resolve(keras)), scale);
    assertThat(found.classes()).isEqualTo(4);
    for (int i = 0; i < wanted.probabilities().length; i++) {
      assertThat(found.probabilities()[i])
          .isCloseTo(wanted.probabilities()[i], Offset.offset(1e-4f));
      assertThat(found.logits()[i]).isCloseTo(wanted.logits()[i], Offset.offset(1e-3f));
    }
    assertThat(found.logits()[0]).isNotEqualTo(found.logits()[1]);
  }

  private Scores headed(WildModel wild, FeatureScale scale) throws IOException {
    PreparedBase base = wild.base();
    // Of a few hidden units all may be silent for a picture, and the scores would tell nothing.
    HeadShape shape = new HeadShape(base.featureWidth(), 64, 4, scale);
    TrainedHead head =
        new TrainedHead(
            HeadWeights.glorotUniform(shape, 1),
            ClassList.of("the test's", List.of("a", "b", "c", "d")),
            new TrainedHead.Base(
                base.id(), base.weightsSha256(), "squash", base.network().range().toString()));
    Path written = folder.resolve(wild.folder().getFileName() + "-head");
    head.write(new org.apache.hadoop.fs.Path(written.toUri()), new Configuration());
    PreparedModel model = wild.withHead(written);
    assertThat(model.kind()).isEqualTo(ScoreKind.CLASSES);
    assertThat(model.weightsSha256()).isEqualTo(head.sha256());
    return wild.scores(model, SharedFiles.require("wild/models").resolve("pictures"));
  }

  @ParameterizedTest
  @CsvSource({
    "any-size-logits, CLASSES",
    "as-in-training, CLASSES",
    "as-in-training-resized, CLASSES",
    "augmented-sigmoid, TWO_CLASSES",
    "batch-norm-first, CLASSES",
    "module-saved, TWO_CLASSES",
    "normalization, CLASSES",
    "plain, CLASSES",
    "resizing-labels, LABELS",
    "tensorflow-saved, CLASSES",
    "unit-logit, TWO_CLASSES",
    "untold, CLASSES",
  })
  void exportsAnswerAsInKeras(String name, ScoreKind kind) throws IOException {
    MadeModel made = MadeModel.unpacked(name, folder);
    PreparedModel model = made.prepared();
    assertThat(model.range()).hasToString(made.model().about().get("feed").asText());
    assertThat(model.kind()).isEqualTo(kind);
    requireProbabilities(made.model(), made.scores(model), 1e-4);
  }

  @Test
  void answersThatDependOnTheOtherPicturesAreRefused() throws IOException {
    MadeModel made = MadeModel.unpacked("whole-batch", folder);
    refused(
        () -> made.prepared(ModelReading.AS_FOUND),
        "a picture's scores depend on the others of its batch",
        "training=False");
  }

  @ParameterizedTest
  @CsvSource({"fixed, '', 1e-4", "bytes, probabilities, 1e-4", "half, '', 1e-3"})
  void signaturesAreChosen(String signature, String output, double tolerance) throws IOException {
    MadeModel made = MadeModel.unpacked("signatures", folder);
    PreparedModel model = made.prepared(reading(signature, output));
    assertThat(model.range()).isEqualTo(InputRange.PIXELS);
    requireProbabilities(made.model(), made.scores(model), tolerance);
  }

  @Test
  void aLinkToAModelIsTheModel() throws IOException {
    MadeModel made = MadeModel.unpacked("plain", folder);
    Files.move(folder.resolve("saved"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("saved"), folder.resolve("elsewhere"));
    requireProbabilities(made.model(), made.scores(made.prepared()), 1e-4);
  }

  @Test
  void whatIsOpenIsAskedForByItsOption() throws IOException {
    MadeModel signatures = MadeModel.unpacked("signatures", folder.resolve("signatures"));
    refused(
        () -> signatures.prepared(ModelReading.AS_FOUND),
        "signature 'serving_default' takes encoded pictures ('encoded' is of strings)",
        "--signature has to name another, of (bytes, fixed, half, serving_default)");
    refused(
        () -> signatures.prepared(reading("bytes", "")),
        "has 2 outputs (best, probabilities); --output-name has to name one");
    refused(
        () -> signatures.prepared(reading("predict", "")),
        "no signature 'predict', only (bytes, fixed, half, serving_default); --signature");
    MadeModel any = MadeModel.unpacked("any-size-logits", folder.resolve("any"));
    refused(() -> any.model().prepared(), "any size: --resolution has to say one");
    MadeModel untold = MadeModel.unpacked("untold", folder.resolve("untold"));
    refused(
        () -> untold.prepared(ModelReading.AS_FOUND),
        "cannot be told (its first convolution sees 1.00000 * x + -115.000): --input-range");
    MadeModel plain = MadeModel.unpacked("plain", folder.resolve("plain"));
    refused(
        () ->
            plain
                .model()
                .prepared(
                    new NetworkChoice(
                        Optional.empty(), Optional.empty(), Optional.of(InputSize.parse("32x48"))),
                    ModelReading.AS_FOUND),
        "--resolution says 32x48");
    refused(
        () -> plain.prepared(activated(ScoreActivation.SIGMOID)),
        "has a softmax already, --activation says sigmoid");
  }

  @Test
  void logitsAreOfLabelsWhereThatIsSaid() throws IOException {
    MadeModel made = MadeModel.unpacked("any-size-logits", folder);
    Scores softmax = made.scores(made.prepared());
    PreparedModel model = made.prepared(activated(ScoreActivation.SIGMOID));
    Scores sigmoid = made.scores(model);
    assertThat(model.kind()).isEqualTo(ScoreKind.LABELS);
    assertThat(sigmoid.logits()).isEqualTo(softmax.logits());
    for (int i = 0; i < sigmoid.logits().length; i++) {
      double wanted = 1 / (1 + Math.exp(-sigmoid.logits()[i]));
      assertThat((double) sigmoid.probabilities()[i]).isCloseTo(wanted, Offset.offset(1e-6));
    }
  }

  @Test
  void oneNameTellsTwoClassesApart() throws IOException {
    PreparedModel model = MadeModel.unpacked("unit-logit", folder).prepared();
    assertThat(model.classes().label(0)).isEqualTo("not yes");
    assertThat(model.classes().label(1)).isEqualTo("yes");
  }

  private static ModelReading reading(String signature, String output) {
    return new ModelReading(
        Optional.of(signature),
        Optional.of(output).filter(name -> !name.isEmpty()),
        Optional.empty(),
        Optional.empty());
  }

  private static ModelReading activated(ScoreActivation activation) {
    return new ModelReading(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(activation));
  }

  private static void refused(ThrowingCallable reading, String... says) {
    assertThatThrownBy(reading).isInstanceOf(SettingException.class).hasMessageContainingAll(says);
  }

  private static void requireProbabilities(WildModel wild, Scores scores, double tolerance)
      throws IOException {
    List<double[]> expected = wild.expected();
    for (int row = 0; row < expected.size(); row++) {
      double[] wanted = expected.get(row);
      assertThat(scores.classes()).isEqualTo(wanted.length);
      for (int column = 0; column < wanted.length; column++) {
        assertThat((double) scores.probabilities()[row * wanted.length + column])
            .as("picture %d, class %d", row, column)
            .isCloseTo(wanted[column], Offset.offset(tolerance));
      }
    }
  }
}
