// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mobilespark.MobileSparkException;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Layers, parameters and multiply-adds against Keras. */
final class NetworkTest {
  @Test
  void parameterCountsEqualKeras() throws IOException {
    for (String[] row : csv("golden/models/params.csv")) {
      Head head = row[3].equals("True") ? Head.CLASSIFIER : Head.FEATURES;
      Network network =
          Network.of(
              new ModelSpec(
                  family(row[0]),
                  Double.parseDouble(row[1]),
                  224,
                  224,
                  1000,
                  row[2].equals("True")),
              head);
      String line = String.join(",", row);
      assertThat(network.parameters()).as(line).isEqualTo(Long.parseLong(row[6]));
      assertThat(network.trainableParameters()).as(line).isEqualTo(Long.parseLong(row[7]));
      assertThat(network.featureWidth()).as(line).isEqualTo(Integer.parseInt(row[9]));
      if (head == Head.CLASSIFIER) {
        Dense classifier = (Dense) network.layers().get(network.layers().size() - 1);
        assertThat(classifier.inputs()).as(line).isEqualTo(Integer.parseInt(row[10]));
      }
    }
  }

  @Test
  void multiplyAddsEqualTheReference() throws IOException {
    for (String[] row : csv("reference/parameters-and-madds.csv")) {
      int side = Integer.parseInt(row[2]);
      ModelSpec spec =
          new ModelSpec(
              ModelFamily.valueOf(row[0].toUpperCase(Locale.ROOT)),
              Double.parseDouble(row[1]),
              side,
              side,
              1000,
              row[3].equals("minimalistic"));
      Network network = Network.of(spec, Head.CLASSIFIER);
      String line = String.join(",", row);
      assertThat(network.multiplyAdds() / 1e6)
          .as(line)
          .isCloseTo(Double.parseDouble(row[8]), within(0.1));
      assertThat(network.parameters()).as(line).isEqualTo(Long.parseLong(row[4]));
      assertThat(Network.of(spec, Head.FEATURES).parameters())
          .as(line)
          .isEqualTo(Long.parseLong(row[6]));
    }
  }

  @Test
  void oddSizesArePaddedAsKerasDoes() {
    // V1 at 101x75 leaves 3x2 positions where SAME would leave 4x3; V2 at 97x131 is SAME.
    assertThat(lastMap(ModelFamily.MOBILENET_V1, 101, 75)).isEqualTo(new FeatureMap(3, 2, 1024));
    assertThat(lastMap(ModelFamily.MOBILENET_V2, 97, 131)).isEqualTo(new FeatureMap(4, 5, 1280));
    for (ModelFamily family : ModelFamily.values()) {
      FeatureMap map = lastMap(family, 32, 33);
      assertThat(map.height()).as(family.id()).isEqualTo(1);
    }
  }

  @Test
  void weightTensorsHaveNamesOfTheirOwn() {
    for (ModelFamily family : ModelFamily.values()) {
      List<String> paths =
          Network.of(new ModelSpec(family, 1, 224, 224, 10, false), Head.CLASSIFIER)
              .weights()
              .stream()
              .map(WeightSpec::path)
              .toList();
      assertThat(new HashSet<>(paths)).hasSameSizeAs(paths);
    }
  }

  @Test
  void widthsThatLeaveNoChannelsAreRefused() {
    assertThatThrownBy(
            () ->
                Network.of(
                    new ModelSpec(ModelFamily.MOBILENET_V1, 0.03, 224, 224, 10, false),
                    Head.FEATURES))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("0.03125");
  }

  @Test
  void summaryAddsUp() {
    Network network =
        Network.of(
            new ModelSpec(ModelFamily.MOBILENET_V3_SMALL, 1, 224, 224, 1000, false),
            Head.CLASSIFIER);
    assertThat(network.summary().stream().mapToLong(LayerSummary::parameters).sum())
        .isEqualTo(network.parameters());
    assertThat(network.summary().get(0))
        .isEqualTo(
            new LayerSummary(
                "conv",
                "Convolution",
                new FeatureMap(112, 112, 16),
                3 * 3 * 3 * 16 + 4 * 16,
                112L * 112 * 3 * 3 * 3 * 16));
  }

  private static FeatureMap lastMap(ModelFamily family, int height, int width) {
    List<LayerSummary> lines =
        Network.of(new ModelSpec(family, 1, height, width, 1, false), Head.FEATURES).summary();
    return lines.get(lines.size() - 2).output();
  }

  private static ModelFamily family(String name) {
    return ModelFamily.valueOf("MOBILENET_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static List<String[]> csv(String shared) throws IOException {
    return Files.readAllLines(SharedFiles.require(shared)).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .toList();
  }
}
