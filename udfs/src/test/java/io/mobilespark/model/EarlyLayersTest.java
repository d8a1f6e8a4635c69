// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a network is parted, and that its parts compute what it computes. */
final class EarlyLayersTest {
  private static final int PICTURES = 3;

  @ParameterizedTest
  @CsvSource({
    "MOBILENET_V1, conv_dw_6",
    "MOBILENET_V2, block_6_project",
    "MOBILENET_V3_LARGE, expanded_conv_6_project",
    "MOBILENET_V3_SMALL, expanded_conv_1_project"
  })
  void largeMapsEndWithANamedLayer(ModelFamily family, String layer) {
    assertThat(EarlyLayers.last(network(family, 1.0, 224))).hasValue(layer);
  }

  @Test
  void smallNetworksComputeBatchesFromTheStart() {
    assertThat(EarlyLayers.last(network(ModelFamily.MOBILENET_V1, 0.25, 96))).isEmpty();
  }

  @Test
  void mapsThatAreLargeToTheEndLeaveNothingToPart() {
    assertThat(EarlyLayers.last(network(ModelFamily.MOBILENET_V1, 1.0, 4096))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(ModelFamily.class)
  void partsGiveWhatTheWholeGives(ModelFamily family, @TempDir Path folder) throws Exception {
    Network network = network(family, 0.5, 224);
    Path file = folder.resolve("weights.h5");
    TestWeights.of(network, 1).write(file);
    FrozenGraph graph =
        FrozenGraph.of(
            KerasWeights.read(file, network), SampleType.UINT8, Normalisation.MINUS_ONE_TO_ONE);
    List<String> outputs = List.of(graph.featuresName(), graph.logitsName());
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor batch = PixelTensor.allocate(SampleType.UINT8, PICTURES, 224, 224)) {
      Random random = new Random(2);
      byte[] samples = new byte[batch.samplesPerPicture()];
      for (int picture = 0; picture < PICTURES; picture++) {
        random.nextBytes(samples);
        batch.write(picture, samples);
      }
      List<float[]> whole = session.run(graph.inputName(), batch, outputs);
      List<float[]> parts = session.runInParts(graph.inputName(), graph.mapsName(), batch, outputs);
      for (int output = 0; output < outputs.size(); output++) {
        assertClose(parts.get(output), whole.get(output));
      }
    }
  }

  private static void assertClose(float[] found, float[] wanted) {
    float largest = 0;
    for (float value : wanted) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isPositive();
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(found[i]).isCloseTo(wanted[i], within(1e-5f * largest));
    }
  }

  private static Network network(ModelFamily family, double alpha, int side) {
    return Network.of(new ModelSpec(family, alpha, side, side, 1000, false), Head.CLASSIFIER);
  }
}
