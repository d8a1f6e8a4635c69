// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mobilespark.tensorflow.FeatureBatch;
import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.HeadShape;
import io.mobilespark.tensorflow.HeadState;
import io.mobilespark.tensorflow.HeadTrainer;
import io.mobilespark.tensorflow.HeadTraining;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Base and head in one graph give what the trainer gives on the base's features. */
class TrainedGraphTest {
  private static final ModelSpec SPEC =
      new ModelSpec(ModelFamily.MOBILENET_V1, 0.25, 32, 32, 1000, false);
  private static final int PICTURES = 3;

  private static KerasWeights weights(Head head) {
    Network network = Network.of(SPEC, head);
    return TestWeights.of(network, 1).inMemory(network);
  }

  private static List<float[]> run(FrozenGraph graph, List<String> outputs) {
    byte[] samples = new byte[32 * 32 * 3];
    Random random = new Random(4);
    try (PixelTensor input = PixelTensor.allocate(SampleType.UINT8, PICTURES, 32, 32);
        GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK)) {
      for (int i = 0; i < PICTURES; i++) {
        random.nextBytes(samples);
        input.write(i, samples);
      }
      return session.run(graph.inputName(), input, outputs);
    }
  }

  @ParameterizedTest
  @EnumSource
  void logitsAreThoseOfTheTrainer(FeatureScale scale) {
    KerasWeights base = weights(Head.FEATURES);
    HeadShape shape = new HeadShape(256, 20, 4, scale);
    HeadWeights head = HeadWeights.glorotUniform(shape, 2);
    FrozenGraph alone = FrozenGraph.of(base, SampleType.UINT8, Normalisation.MINUS_ONE_TO_ONE);
    FrozenGraph whole =
        FrozenGraph.withHead(
            base, head, "a".repeat(64), SampleType.UINT8, Normalisation.MINUS_ONE_TO_ONE);
    assertThat(whole.spec().classes()).isEqualTo(4);
    assertThat(whole.head()).isEqualTo(Head.CLASSIFIER);
    float[] features = run(alone, List.of(alone.featuresName())).get(0);
    List<float[]> outputs =
        run(whole, List.of(whole.featuresName(), whole.logitsName(), whole.softmaxName()));
    assertThat(outputs.get(0)).containsExactly(features);
    HeadTraining settings = new HeadTraining(1, 0, List.of(1f, 1f, 1f, 1f), 1);
    try (HeadTrainer trainer =
        HeadTrainer.open(HeadState.start(head), settings, SessionSettings.ONE_CORE_PER_TASK)) {
      float[] logits = trainer.logits(new FeatureBatch(PICTURES, features, new int[PICTURES]));
      float largest = 0;
      for (float logit : logits) {
        largest = Math.max(largest, Math.abs(logit));
      }
      assertThat(outputs.get(1))
          .usingComparatorWithPrecision(1e-5f * largest)
          .containsExactly(logits);
    }
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += outputs.get(2)[i];
    }
    assertThat(sum).isBetween(0.999, 1.001);
  }

  @Test
  void aHeadOfAnotherWidthOrABaseWithTopIsRefused() {
    HeadWeights narrow = HeadWeights.zeros(new HeadShape(255, 2, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FrozenGraph.withHead(
                    weights(Head.FEATURES), narrow, "", SampleType.UINT8, Normalisation.NONE))
        .withMessageContaining("255")
        .withMessageContaining("256");
    HeadWeights fitting = HeadWeights.zeros(new HeadShape(256, 2, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FrozenGraph.withHead(
                    weights(Head.CLASSIFIER), fitting, "", SampleType.UINT8, Normalisation.NONE));
  }
}
