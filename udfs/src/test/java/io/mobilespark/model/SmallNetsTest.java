// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.image.ByteSamples;
import io.mobilespark.image.FloatSamples;
import io.mobilespark.image.ImageDecoder;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Resampler;
import io.mobilespark.image.RgbImage;
import io.mobilespark.image.Samples;
import io.mobilespark.tensorflow.GraphSession;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From files of pictures and of weights to outputs, against Keras, by what a clone alone holds. */
final class SmallNetsTest {
  private static final float TOLERANCE = 2e-5f;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.mobilespark.model.SmallNet#all")
  void computesWhatKerasComputes(SmallNet net) throws IOException {
    Network network = Network.of(net.spec(), Head.CLASSIFIER);
    FrozenGraph graph =
        FrozenGraph.of(
            KerasWeights.read(net.writeWeights(folder), network),
            net.preset().sampleType(),
            net.preset().normalisation());
    List<float[]> found =
        run(graph, net, List.of(graph.featuresName(), graph.logitsName(), graph.softmaxName()));
    assertClose(found.get(0), net, "features");
    assertClose(found.get(1), net, "logits");
    assertClose(found.get(2), net, "softmax");
  }

  private List<float[]> run(FrozenGraph graph, SmallNet net, List<String> outputs)
      throws IOException {
    List<String> pictures = net.pictures();
    Preset preset = net.preset();
    Resampler resampler = preset.resampler(net.resolution(), net.resolution());
    ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    try (GraphSession session =
            GraphSession.open(graph.graphDef(), SessionSettings.ONE_CORE_PER_TASK);
        PixelTensor input =
            PixelTensor.allocate(
                preset.sampleType(), pictures.size(), net.resolution(), net.resolution())) {
      for (int i = 0; i < pictures.size(); i++) {
        Path file = SmallNet.writePicture(pictures.get(i), folder);
        RgbImage image = (RgbImage) decoder.decode(Files.readAllBytes(file));
        Samples samples = resampler.resample(image);
        if (samples instanceof ByteSamples bytes) {
          input.write(i, bytes.values());
        } else if (samples instanceof FloatSamples floats) {
          input.write(i, floats.values());
        }
      }
      return session.run(graph.inputName(), input, outputs);
    }
  }

  private static void assertClose(float[] found, SmallNet net, String output) {
    int pictures = net.pictures().size();
    int width = found.length / pictures;
    float largest = 0;
    float difference = 0;
    for (int picture = 0; picture < pictures; picture++) {
      float[] wanted = net.output(output, picture);
      float[] row = Arrays.copyOfRange(found, picture * width, (picture + 1) * width);
      assertThat(row).hasSameSizeAs(wanted);
      for (int i = 0; i < width; i++) {
        largest = Math.max(largest, Math.abs(wanted[i]));
        difference = Math.max(difference, Math.abs(row[i] - wanted[i]));
      }
    }
    assertThat(difference / largest).as(output).isLessThan(TOLERANCE);
  }
}
