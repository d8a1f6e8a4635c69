// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeadTrainerTest {
  private static final HeadShape SHAPE = new HeadShape(6, 5, 3);
  private static final int ROWS = 24;

  /** Row r is of class r mod 3, which two of the features show among noise. */
  private static FeatureBatch batch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] features = new float[ROWS * SHAPE.inputs()];
    int[] classes = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      classes[row] = row % 3;
      for (int i = 0; i < SHAPE.inputs(); i++) {
        features[row * SHAPE.inputs() + i] =
            (float) (random.nextDouble() + (i / 2 == classes[row] ? 1 : 0));
      }
    }
    return new FeatureBatch(ROWS, features, classes);
  }

  private static HeadTraining settings(double dropout, Float... classWeights) {
    return new HeadTraining(1e-2, dropout, List.of(classWeights), 7);
  }

  private static HeadTrainer open(HeadState state, HeadTraining settings) {
    return HeadTrainer.open(state, settings, SessionSettings.ONE_CORE_PER_TASK);
  }

  private static HeadState start() {
    return HeadState.start(HeadWeights.glorotUniform(SHAPE, 3));
  }

  @Test
  void lossAndLogitsAreThoseOfPlainArithmetic() {
    FeatureBatch batch = batch(1);
    HeadState state = start();
    PlainHead plain = new PlainHead(state.weights());
    try (HeadTrainer trainer = open(state, settings(0, 1f, 1f, 1f))) {
      HeadTrainer.Outcome outcome = trainer.evaluate(batch);
      assertThat(outcome.rows()).isEqualTo(ROWS);
      assertThat(outcome.loss()).isCloseTo(plain.loss(batch, List.of(1f, 1f, 1f)), within(1e-6));
      assertThat(outcome.hits()).isEqualTo(plain.hits(batch));
      float[] logits = trainer.logits(batch);
      for (int row = 0; row < ROWS; row++) {
        double[] wanted = plain.logits(batch, row);
        for (int i = 0; i < wanted.length; i++) {
          assertThat((double) logits[row * 3 + i]).isCloseTo(wanted[i], within(1e-6));
        }
      }
    }
  }

  @Test
  void firstStepMovesEveryWeightByTheRateAgainstTheNumericGradient() {
    FeatureBatch batch = batch(2);
    HeadState state = start();
    List<Float> weights = List.of(2f, 0.5f, 1f);
    try (HeadTrainer trainer = open(state, settings(0, 2f, 0.5f, 1f))) {
      assertThat(trainer.step(batch).loss())
          .isCloseTo(new PlainHead(state.weights()).loss(batch, weights), within(1e-6));
      HeadState after = trainer.state();
      assertThat(after.steps()).isEqualTo(1);
      for (int tensor = 0; tensor < 4; tensor++) {
        for (int i = 0; i < state.weights().tensors().get(tensor).length; i++) {
          double slope = PlainHead.slope(state.weights(), batch, weights, tensor, i);
          double moved =
              after.weights().tensors().get(tensor)[i] - state.weights().tensors().get(tensor)[i];
          // Adam's first step is rate * g / (|g| + epsilon / sqrt(1 - beta2)).
          double wanted = -1e-2 * slope / (Math.abs(slope) + 1e-7 / Math.sqrt(1 - 0.999));
          if (Math.abs(slope) > 1e-4) {
            assertThat(moved).as("tensor %d value %d", tensor, i).isCloseTo(wanted, within(1e-5));
          }
          assertThat((double) after.means().tensors().get(tensor)[i])
              .isCloseTo(0.1 * slope, within(1e-4));
          assertThat((double) after.squares().tensors().get(tensor)[i])
              .isCloseTo(0.001 * slope * slope, within(1e-5));
        }
      }
    }
  }

  @Test
  void learnsWhatCanBeLearnt() {
    try (HeadTrainer trainer = open(start(), settings(0.2, 1f, 1f, 1f))) {
      double first = trainer.evaluate(batch(3)).loss();
      for (int i = 0; i < 200; i++) {
        trainer.step(batch(100 + i));
      }
      HeadTrainer.Outcome last = trainer.evaluate(batch(3));
      assertThat(last.loss()).isLessThan(first / 4);
      assertThat(last.hits()).isGreaterThanOrEqualTo(ROWS - 1);
    }
  }

  @Test
  void goesOnFromAStateAsIfItHadNotStopped() {
    HeadTraining settings = settings(0.5, 1f, 2f, 1f);
    HeadState whole;
    try (HeadTrainer trainer = open(start(), settings)) {
      for (int i = 0; i < 6; i++) {
        trainer.step(batch(i));
      }
      whole = trainer.state();
    }
    HeadState half;
    try (HeadTrainer trainer = open(start(), settings)) {
      for (int i = 0; i < 3; i++) {
        trainer.step(batch(i));
      }
      half = trainer.state();
    }
    try (HeadTrainer trainer = open(half, settings)) {
      for (int i = 3; i < 6; i++) {
        trainer.step(batch(i));
      }
      assertThat(trainer.state()).isEqualTo(whole);
    }
  }

  @Test
  void dropoutLeavesOutByStepAndSeed() {
    HeadTraining settings = settings(0.5, 1f, 1f, 1f);
    HeadTraining otherSeed = new HeadTraining(1e-2, 0.5, settings.classWeights(), 8);
    try (HeadTrainer a = open(start(), settings);
        HeadTrainer b = open(start(), otherSeed);
        HeadTrainer plain = open(start(), settings(0, 1f, 1f, 1f))) {
      double loss = a.step(batch(1)).loss();
      assertThat(loss).isNotEqualTo(b.step(batch(1)).loss());
      assertThat(loss).isNotEqualTo(plain.step(batch(1)).loss());
    }
  }

  @Test
  void arraysMayBeLongerThanTheRows() {
    FeatureBatch batch = batch(5);
    FeatureBatch roomy =
        new FeatureBatch(
            4, Arrays.copyOf(batch.features(), 1000), Arrays.copyOf(batch.classes(), 100));
    FeatureBatch exact =
        new FeatureBatch(
            4,
            Arrays.copyOf(batch.features(), 4 * SHAPE.inputs()),
            Arrays.copyOf(batch.classes(), 4));
    try (HeadTrainer trainer = open(start(), settings(0, 1f, 1f, 1f))) {
      assertThat(trainer.evaluate(roomy)).isEqualTo(trainer.evaluate(exact));
      assertThat(trainer.logits(roomy)).isEqualTo(trainer.logits(exact)).hasSize(12);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(start(), settings(0, 1f, 1f)))
        .withMessageContaining("2 class weights");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(1, 1f))
        .withMessageContaining("1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeadShape(10, 10, 1))
        .withMessageContaining("10, 10, 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeadWeights(SHAPE, Collections.nCopies(4, new float[3])))
        .withMessageContaining("[30, 5, 15, 3]");
  }
}
