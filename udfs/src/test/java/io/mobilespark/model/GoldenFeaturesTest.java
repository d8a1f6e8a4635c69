// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.inference.FrozenNetwork;
import io.mobilespark.inference.Output;
import io.mobilespark.inference.Predictor;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a predictor gives for features is Keras's {@code include_top=False, pooling="avg"}. */
final class GoldenFeaturesTest {
  private static final float TOLERANCE = 2e-5f;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.mobilespark.model.GoldenCase#all")
  void aNetworkWithoutTopGivesFeaturesAndNoScores(GoldenCase golden) throws IOException {
    FrozenGraph graph =
        FrozenGraph.of(
            KerasWeights.read(golden.weights(folder), Network.of(golden.spec(), Head.FEATURES)),
            SampleType.UINT8,
            Normalisation.MINUS_ONE_TO_ONE);
    byte[] samples = golden.input();
    float[] found;
    try (Predictor predictor =
            Predictor.open(new FrozenNetwork(graph), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input = predictor.newInput(2)) {
      assertThat(predictor.network().gives(Output.SCORES)).isFalse();
      input.write(0, Arrays.copyOf(samples, samples.length / 2));
      input.write(1, Arrays.copyOfRange(samples, samples.length / 2, samples.length));
      found = predictor.features(input).values();
    }
    float[] wanted = golden.tensor("features").orElseThrow();
    assertThat(found).hasSameSizeAs(wanted);
    float largest = 0;
    float difference = 0;
    for (int i = 0; i < wanted.length; i++) {
      largest = Math.max(largest, Math.abs(wanted[i]));
      difference = Math.max(difference, Math.abs(found[i] - wanted[i]));
    }
    assertThat(difference / largest).isLessThan(TOLERANCE);
  }
}
