// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs against what Keras computes with the same weights. */
final class FrozenGraphTest {
  private static final float TOLERANCE = 2e-5f;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.mobilespark.model.GoldenCase#all")
  void computesWhatKerasComputes(GoldenCase golden) throws IOException {
    FrozenGraph graph = graph(golden, golden.head());
    assertThat(graph.weightsSha256()).isEqualTo(golden.weightsSha256());
    List<String> names =
        golden.head() == Head.CLASSIFIER
            ? List.of(graph.featuresName(), graph.logitsName(), graph.softmaxName())
            : List.of(graph.featuresName());
    List<float[]> found = run(graph, golden.input(), names);
    assertClose(found.get(0), golden.tensor("features").orElseThrow());
    if (golden.head() == Head.CLASSIFIER) {
      assertClose(found.get(1), golden.tensor("logits").orElseThrow());
      assertClose(found.get(2), golden.tensor("softmax").orElseThrow());
    }
  }

  @ParameterizedTest
  @MethodSource("io.mobilespark.model.GoldenCase#all")
  void featuresComeFromAFileWithTopToo(GoldenCase golden) throws IOException {
    FrozenGraph graph = graph(golden, Head.FEATURES);
    float[] found = run(graph, golden.input(), List.of(graph.featuresName())).get(0);
    assertThat(found).hasSize(2 * graph.featureWidth());
    assertClose(found, golden.tensor("features").orElseThrow());
    assertThatThrownBy(graph::logitsName).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("io.mobilespark.model.GoldenCase#all")
  void floatSamplesGiveTheSameAsBytes(GoldenCase golden) throws IOException {
    Network network = Network.of(golden.spec(), Head.FEATURES);
    FrozenGraph graph =
        FrozenGraph.of(
            KerasWeights.read(golden.weights(folder), network),
            SampleType.FLOAT32,
            Normalisation.MINUS_ONE_TO_ONE);
    byte[] bytes = golden.input();
    float[] samples = new float[bytes.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bytes[i] & 0xff;
    }
    int perPicture = samples.length / 2;
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input =
            PixelTensor.allocate(
                SampleType.FLOAT32, 2, golden.spec().height(), golden.spec().width())) {
      input.write(0, Arrays.copyOf(samples, perPicture));
      input.write(1, Arrays.copyOfRange(samples, perPicture, 2 * perPicture));
      float[] found = session.run(graph.inputName(), input, List.of(graph.featuresName())).get(0);
      assertClose(found, golden.tensor("features").orElseThrow());
    }
  }

  private FrozenGraph graph(GoldenCase golden, Head head) throws IOException {
    Network network = Network.of(golden.spec(), head);
    return FrozenGraph.of(
        KerasWeights.read(golden.weights(folder), network),
        SampleType.UINT8,
        Normalisation.MINUS_ONE_TO_ONE);
  }

  private static List<float[]> run(FrozenGraph graph, byte[] samples, List<String> outputs) {
    int perPicture = samples.length / 2;
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input =
            PixelTensor.allocate(
                SampleType.UINT8, 2, graph.spec().height(), graph.spec().width())) {
      input.write(0, Arrays.copyOf(samples, perPicture));
      input.write(1, Arrays.copyOfRange(samples, perPicture, samples.length));
      return session.run(graph.inputName(), input, outputs);
    }
  }

  private static void assertClose(float[] found, float[] wanted) {
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
