// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.config.FittingSettings;
import io.mobilespark.jobs.report.EpochFigures;
import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Epoch by epoch against Keras on the same features from the same weights in the same order; {@code
 * src/test/python/keras_head.py} made the figures.
 */
class KerasParityTest {
  private static final HeadShape SHAPE = new HeadShape(64, 48, 5);
  private static final int TRAINING_ROWS = 600;
  private static final int VALIDATION_ROWS = 200;

  @TempDir Path folder;

  /** Row r is of class 7r mod 5, mostly; its features lean to the class's, and none is below 0. */
  private static void fill(FeatureFile file, int rows, SplittableRandom random, float[][] centres)
      throws IOException {
    for (int row = 0; row < rows; row++) {
      int truth = 7 * row % SHAPE.classes();
      float[] features = new float[SHAPE.inputs()];
      for (int i = 0; i < features.length; i++) {
        double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
        features[i] = (float) Math.max(0, centres[truth][i] + 2 * noise);
      }
      boolean mistaken = random.nextDouble() < 0.05;
      file.add(mistaken ? (truth + 1) % SHAPE.classes() : truth, features);
    }
    file.flush();
  }

  private HeadProgress run(FittingSettings settings, List<Float> classWeights) throws IOException {
    SplittableRandom random = new SplittableRandom(2024);
    float[][] centres = new float[SHAPE.classes()][SHAPE.inputs()];
    for (float[] centre : centres) {
      for (int i = 0; i < centre.length; i++) {
        centre[i] = (float) random.nextDouble();
      }
    }
    try (FeatureFile training = new FeatureFile(folder.resolve("training"), SHAPE.inputs());
        FeatureFile validation = new FeatureFile(folder.resolve("validation"), SHAPE.inputs())) {
      fill(training, TRAINING_ROWS, random, centres);
      fill(validation, VALIDATION_ROWS, random, centres);
      HeadFitting fitting =
          new HeadFitting(
              training, validation, classWeights, settings, SessionSettings.ONE_CORE_PER_TASK);
      return fitting.run(
          HeadProgress.start(HeadWeights.glorotUniform(SHAPE, settings.seed())), Silence.LISTENER);
    }
  }

  private static JsonNode figures(String name) throws IOException {
    try (InputStream json =
        Objects.requireNonNull(KerasParityTest.class.getResourceAsStream("keras-head.json"))) {
      return new ObjectMapper().readTree(json).get(name);
    }
  }

  private static void compare(List<EpochFigures> epochs, JsonNode keras) {
    List<String> far = new ArrayList<>();
    assertThat(keras).hasSameSizeAs(epochs);
    for (int i = 0; i < epochs.size(); i++) {
      EpochFigures ours = epochs.get(i);
      JsonNode theirs = keras.get(i);
      check(far, i, "loss", ours.loss(), theirs);
      check(far, i, "accuracy", ours.accuracy(), theirs);
      check(far, i, "val_loss", ours.validationLoss(), theirs);
      check(far, i, "val_accuracy", ours.validationAccuracy(), theirs);
    }
    assertThat(far).isEmpty();
  }

  private static void check(List<String> far, int epoch, String name, double ours, JsonNode keras) {
    double theirs = keras.get(name).asDouble();
    if (Math.abs(ours - theirs) > 0.01 * theirs) {
      far.add(
          String.format(Locale.ROOT, "epoch %d %s: %s, Keras %s", epoch + 1, name, ours, theirs));
    }
  }

  @Test
  void everyEpochIsThatOfKeras() throws IOException {
    FittingSettings settings =
        new FittingSettings(FeatureScale.PLAIN, 48, 0, 1e-3, 8, 32, 0.2, false, 100, 11);
    HeadProgress end = run(settings, List.of(1f, 1f, 1f, 1f, 1f));
    compare(end.epochs(), figures("plain"));
  }

  @Test
  void classWeightsAreThoseOfKeras() throws IOException {
    FittingSettings settings =
        new FittingSettings(FeatureScale.PLAIN, 48, 0, 3e-3, 6, 50, 0.2, false, 100, 12);
    HeadProgress end = run(settings, List.of(0.5f, 1f, 2f, 3f, 0.25f));
    compare(end.epochs(), figures("weighted"));
  }

  @Test
  void theBestEpochIsKept() throws IOException {
    FittingSettings settings =
        new FittingSettings(FeatureScale.PLAIN, 48, 0, 3e-2, 60, 32, 0.2, false, 4, 11);
    HeadProgress end = run(settings, List.of(1f, 1f, 1f, 1f, 1f));
    EpochFigures best = end.bestEpoch().orElseThrow();
    assertThat(end.epochs()).hasSize(best.epoch() + 4).hasSizeLessThan(60);
    double most =
        end.epochs().stream().mapToDouble(EpochFigures::validationAccuracy).max().orElseThrow();
    assertThat(best.validationAccuracy()).isCloseTo(most, within(0.0));
    assertThat(end.best()).isNotEqualTo(end.state().weights());
    HeadProgress shorter =
        run(
            new FittingSettings(
                FeatureScale.PLAIN, 48, 0, 3e-2, best.epoch(), 32, 0.2, false, 4, 11),
            List.of(1f, 1f, 1f, 1f, 1f));
    assertThat(end.best()).isEqualTo(shorter.state().weights());
  }
}
