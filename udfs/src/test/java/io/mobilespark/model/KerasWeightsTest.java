// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weight files that fit, and each way in which one does not. */
final class KerasWeightsTest {
  private static final ModelSpec SPEC =
      new ModelSpec(ModelFamily.MOBILENET_V1, 0.25, 32, 32, 3, false);
  private static final Network NETWORK = Network.of(SPEC, Head.CLASSIFIER);

  @TempDir private Path folder;
  private Path file = Path.of("");
  private TestWeights weights = new TestWeights();

  @BeforeEach
  void makeWeights() {
    file = folder.resolve("weights.h5");
    weights = TestWeights.of(NETWORK, 1);
  }

  @Test
  void valuesAndHashAreThoseOfTheFile() throws IOException {
    weights.write(file);
    KerasWeights read = KerasWeights.read(file, NETWORK);
    for (WeightSpec spec : NETWORK.weights()) {
      int index =
          WeightFit.byLayer(NETWORK.weights()).stream()
              .filter(layer -> layer.contains(spec))
              .findFirst()
              .orElseThrow()
              .indexOf(spec);
      assertThat(read.values(spec.layer(), spec.name()))
          .isEqualTo(weights.tensors(spec.layer()).get(index).values());
    }
    assertThat(read.sha256()).hasSize(64).isEqualTo(KerasWeights.sha256(file));
    Files.writeString(file, "abc");
    assertThat(KerasWeights.sha256(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void layersArePairedByOrderAndNotByName() {
    TestWeights renamed = new TestWeights();
    int number = 0;
    for (List<WeightSpec> layer : WeightFit.byLayer(NETWORK.weights())) {
      String name = "layer_" + number++;
      weights.tensors(layer.get(0).layer()).forEach(tensor -> renamed.put(name, tensor));
    }
    renamed.writeWholeModel(file);
    assertThat(KerasWeights.read(file, NETWORK).values("conv_preds", "bias"))
        .isEqualTo(weights.tensors("conv_preds").get(1).values());
  }

  @Test
  void topOfTheFileIsLeftOutWhereTheNetworkHasNone() {
    weights.write(file);
    Network features = Network.of(SPEC.withClasses(1000), Head.FEATURES);
    assertThat(KerasWeights.read(file, features).values("conv_pw_13", "kernel"))
        .isEqualTo(weights.tensors("conv_pw_13").get(0).values());
  }

  @Test
  void missingTensors() {
    weights.remove("conv_preds");
    refused("conv_preds/kernel [1, 1, 256, 3] is missing", "(no top)");
    weights.tensors("conv_pw_13_bn").remove(3);
    refused("conv_pw_13_bn/moving_variance [256] is missing in layer conv_pw_13_bn");
  }

  @Test
  void surplusTensors() {
    TestWeights.Tensor extra = new TestWeights.Tensor("extra:0", List.of(2), new float[2]);
    weights.put("more", extra);
    refused("more/extra:0 [2] is surplus: the file has 56 layers with weights, wanted 55");
    weights.put("conv1", extra);
    refused("conv1/extra:0 [2] is surplus, wanted only [conv1/kernel]");
  }

  @Test
  void misshapenTensorsNameBothShapesAndWhoseTheyAre() {
    weights = TestWeights.of(Network.of(halfWide(), Head.CLASSIFIER), 1);
    refused(
        "do not fit mobilenet_v1 alpha 0.25 (3 classes)",
        "conv1/kernel:0 has shape [3, 3, 3, 16], wanted conv1/kernel [3, 3, 3, 8]",
        "; these are the weights of mobilenet_v1 alpha 0.5 (7 classes)");
  }

  @Test
  void kindsAreChecked() {
    TestWeights.Tensor gamma = weights.tensors("conv1_bn").get(0);
    TestWeights.Tensor beta = weights.tensors("conv1_bn").get(1);
    weights.replace("conv1_bn", 0, beta);
    weights.replace("conv1_bn", 1, gamma);
    refused("conv1_bn/beta:0 has shape [8], wanted conv1_bn/gamma [8]");
  }

  @Test
  void valuesThatAreNoNumbersAreRefused() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      weights = TestWeights.of(NETWORK, 1);
      weights.tensors("conv_dw_5").get(0).values()[7] = bad;
      refused("conv_dw_5/depthwise_kernel:0 holds " + bad);
    }
    weights = TestWeights.of(NETWORK, 1);
    weights.tensors("conv1_bn").get(3).values()[0] = -0.5f;
    refused("conv1_bn/moving_variance:0 holds -0.5");
  }

  @Test
  void filesThatAreNoWeightFiles() throws IOException {
    lineOf("no such file");
    Files.createDirectory(file);
    lineOf("not a file");
    Files.delete(file);
    Files.write(file, new byte[0]);
    lineOf("not an HDF5 file");
    Files.writeString(file, "<html>404 Not Found</html>");
    lineOf("not an HDF5 file");
    Files.write(file, new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
    lineOf("damaged or truncated");
  }

  @Test
  void truncatedFilesSayHowMuchIsThere() throws IOException {
    weights.write(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {9, 48, 96, 1000, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      lineOf("truncated");
    }
  }

  @Test
  void damageNeverEndsInAnotherException() throws IOException {
    weights.write(file);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j < 8; j++) {
        damaged[random.nextInt(i % 2 == 0 ? 4000 : whole.length)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      try {
        KerasWeights.read(file, NETWORK);
      } catch (MobileSparkException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10);
  }

  @Test
  void layoutsOfOtherKindsAreNamed() {
    try (var hdf = io.jhdf.HdfFile.write(file)) {
      hdf.putGroup("layers");
    }
    lineOf("no attribute 'layer_names'");
  }

  private static ModelSpec halfWide() {
    return new ModelSpec(ModelFamily.MOBILENET_V1, 0.5, 32, 32, 7, false);
  }

  private void refused(String... inMessage) {
    weights.write(file);
    lineOf(inMessage);
  }

  private void lineOf(String... inMessage) {
    assertThatThrownBy(() -> KerasWeights.read(file, NETWORK))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageStartingWith("weights " + file)
        .message()
        .contains(inMessage)
        .doesNotContain("\n");
  }
}
