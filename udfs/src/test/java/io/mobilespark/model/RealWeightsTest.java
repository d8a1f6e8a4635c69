// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.SharedFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trained weights against Keras on eight photographs. */
final class RealWeightsTest {
  private static final int SIDE = 224;
  private static final int PICTURES = 8;

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, 1.0, mobilenet_1_0_224-assembled",
    "mobilenet_v1, 0.25, mobilenet_2_5_224-assembled",
    "mobilenet_v2, 1.0, mobilenet_v2_1.0_224-assembled",
    "mobilenet_v3_small, 1.0, mobilenet_v3_small_224_1.0-assembled"
  })
  void ranksAsKerasDoes(String name, double alpha, String file) throws IOException {
    ModelSpec spec = ModelSpec.imagenet(ModelName.parse(name), alpha, SIDE);
    KerasWeights weights =
        KerasWeights.read(
            SharedFiles.require("data/weights/" + file + ".h5"), Network.of(spec, Head.CLASSIFIER));
    FrozenGraph graph = FrozenGraph.of(weights, SampleType.UINT8, Normalisation.MINUS_ONE_TO_ONE);
    List<float[]> outputs = run(graph);
    JsonNode pictures =
        new ObjectMapper()
            .readTree(SharedFiles.require("golden/models/real-" + file + ".json").toFile())
            .get("pictures");
    for (int picture = 0; picture < PICTURES; picture++) {
      for (JsonNode ranked : pictures.get(picture).get("top5")) {
        int index = picture * spec.classes() + ranked.get("class").asInt();
        assertThat((double) outputs.get(0)[index])
            .isCloseTo(ranked.get("logit").asDouble(), within(1e-4));
        assertThat((double) outputs.get(1)[index])
            .isCloseTo(ranked.get("probability").asDouble(), within(1e-5));
      }
    }
  }

  /** float16 is for GPUs; TensorFlow computes it on a CPU too, slowly. */
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, mobilenet_1_0_224-assembled",
    "mobilenet_v2, mobilenet_v2_1.0_224-assembled",
    "mobilenet_v3_small, mobilenet_v3_small_224_1.0-assembled"
  })
  void fp16ComputesInFp16AndRanksAlike(String name, String file) throws IOException {
    ModelSpec spec = ModelSpec.imagenet(ModelName.parse(name), 1.0, SIDE);
    FrozenGraph graph =
        FrozenGraph.of(
            KerasWeights.read(
                SharedFiles.require("data/weights/" + file + ".h5"),
                Network.of(spec, Head.CLASSIFIER)),
            SampleType.UINT8,
            Normalisation.MINUS_ONE_TO_ONE);
    float[] exact = run(graph).get(0);
    float[] rounded = run(graph.in(Precision.FP16)).get(0);
    double squares = 0;
    for (int i = 0; i < exact.length; i++) {
      squares += Math.pow(exact[i] - rounded[i], 2);
    }
    // Logits spread over about 20; float16 keeps 11 bits of every product's factors.
    assertThat(Math.sqrt(squares / exact.length)).isBetween(0.001, 0.03);
    for (int picture = 0; picture < PICTURES; picture++) {
      assertThat(largest(rounded, picture, spec.classes()))
          .isEqualTo(largest(exact, picture, spec.classes()));
    }
  }

  private static int largest(float[] logits, int picture, int classes) {
    int best = picture * classes;
    for (int i = best; i < (picture + 1) * classes; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static List<float[]> run(FrozenGraph graph) throws IOException {
    BufferedImage strip =
        ImageIO.read(SharedFiles.require("golden/models/real-input.png").toFile());
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input = PixelTensor.allocate(SampleType.UINT8, PICTURES, SIDE, SIDE)) {
      for (int picture = 0; picture < PICTURES; picture++) {
        input.write(picture, samples(strip, picture * SIDE));
      }
      return session.run(
          graph.inputName(), input, List.of(graph.logitsName(), graph.softmaxName()));
    }
  }

  private static byte[] samples(BufferedImage strip, int top) {
    int[] colours = strip.getRGB(0, top, SIDE, SIDE, new int[SIDE * SIDE], 0, SIDE);
    byte[] samples = new byte[colours.length * 3];
    for (int i = 0; i < colours.length; i++) {
      samples[3 * i] = (byte) (colours[i] >> 16);
      samples[3 * i + 1] = (byte) (colours[i] >> 8);
      samples[3 * i + 2] = (byte) colours[i];
    }
    return samples;
  }
}
