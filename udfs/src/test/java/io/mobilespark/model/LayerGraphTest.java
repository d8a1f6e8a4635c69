// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single layers against sums written out, for what the golden nets do not have. */
final class LayerGraphTest {
  @ParameterizedTest
  @CsvSource({"32,32", "33,33", "32,35", "35,32"})
  void paddingAtTheEndForEveryParity(int height, int width) {
    DepthwiseConvolution layer =
        new DepthwiseConvolution("dw", "bn", 3, 3, 2, Padding.END, Activation.LINEAR);
    Network network = network(height, width, List.of(layer, new GlobalPooling("pool")));
    KerasWeights weights = TestWeights.of(network, 4).inMemory(network);
    float[] samples = samples(height, width);
    FeatureMap output = layer.output(network.input());
    assertThat(features(weights, samples, Normalisation.NONE))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(depthwiseMean(weights, samples, network.input(), output));
  }

  @Test
  void hardSwishAsShortcutIsMultipliedOut() {
    Convolution stem = new Convolution("a", "a_bn", 3, 4, 1, 1, Activation.HARD_SWISH);
    Convolution body = new Convolution("b", "b_bn", 4, 4, 1, 1, Activation.LINEAR);
    Network network =
        network(
            32, 32, List.of(stem, new Residual("add", List.of(body)), new GlobalPooling("pool")));
    TestWeights made = TestWeights.of(network, 5);
    float[] one = {1, 1, 1};
    float[] samples = new float[32 * 32 * 3];
    Arrays.fill(samples, 1);
    KerasWeights weights = made.inMemory(network);
    double[] first = pointwise(weights, "a", "a_bn", new double[] {one[0], one[1], one[2]});
    for (int c = 0; c < first.length; c++) {
      first[c] = first[c] * Math.min(Math.max(first[c] + 3, 0), 6) / 6;
    }
    double[] second = pointwise(weights, "b", "b_bn", first);
    float[] found = features(weights, samples, Normalisation.NONE);
    for (int c = 0; c < found.length; c++) {
      assertThat((double) found[c]).isCloseTo(first[c] + second[c], within(1e-4));
    }
  }

  @Test
  void normalisationGoesByChannelInOrder() {
    Network network = network(32, 32, List.of(new GlobalPooling("pool")));
    KerasWeights weights = new TestWeights().inMemory(network);
    float[] samples = new float[32 * 32 * 3];
    Arrays.fill(samples, 51);
    Normalisation imagenet =
        new Normalisation(255, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
    assertThat(features(weights, samples, imagenet))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(
            (0.2f - 0.485f) / 0.229f, (0.2f - 0.456f) / 0.224f, (0.2f - 0.406f) / 0.225f);
  }

  private static Network network(int height, int width, List<Layer> layers) {
    ModelSpec spec = new ModelSpec(ModelFamily.MOBILENET_V1, 1, height, width, 1, false);
    return new Network(spec, Head.FEATURES, layers);
  }

  private static float[] samples(int height, int width) {
    Random random = new Random(3);
    float[] samples = new float[height * width * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextGaussian();
    }
    return samples;
  }

  private static float[] features(
      KerasWeights weights, float[] samples, Normalisation normalisation) {
    FrozenGraph graph = FrozenGraph.of(weights, SampleType.FLOAT32, normalisation);
    ModelSpec spec = graph.spec();
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input =
            PixelTensor.allocate(SampleType.FLOAT32, 1, spec.height(), spec.width())) {
      input.write(0, samples);
      return session.run(graph.inputName(), input, List.of(graph.featuresName())).get(0);
    }
  }

  private static float[] depthwiseMean(
      KerasWeights weights, float[] samples, FeatureMap in, FeatureMap out) {
    float[] kernel = weights.values("dw", "depthwise_kernel");
    float[] means = new float[3];
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (int y = 0; y < out.height(); y++) {
        for (int x = 0; x < out.width(); x++) {
          for (int k = 0; k < 9; k++) {
            int row = 2 * y + k / 3;
            int column = 2 * x + k % 3;
            if (row < in.height() && column < in.width()) {
              sum += samples[(row * in.width() + column) * 3 + c] * kernel[k * 3 + c];
            }
          }
        }
      }
      means[c] = (float) normed(weights, "bn", c, sum / out.positions());
    }
    return means;
  }

  private static double[] pointwise(
      KerasWeights weights, String layer, String norm, double[] input) {
    float[] kernel = weights.values(layer, "kernel");
    double[] sums = new double[kernel.length / input.length];
    for (int c = 0; c < sums.length; c++) {
      for (int i = 0; i < input.length; i++) {
        sums[c] += input[i] * kernel[i * sums.length + c];
      }
      sums[c] = normed(weights, norm, c, sums[c]);
    }
    return sums;
  }

  private static double normed(KerasWeights weights, String norm, int c, double value) {
    double deviation = Math.sqrt(weights.values(norm, "moving_variance")[c] + 0.001);
    return (value - weights.values(norm, "moving_mean")[c])
            / deviation
            * weights.values(norm, "gamma")[c]
        + weights.values(norm, "beta")[c];
  }
}
