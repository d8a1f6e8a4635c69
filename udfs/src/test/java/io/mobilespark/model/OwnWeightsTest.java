// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.testing.SharedFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keras 3's {@code .weights.h5} of its own networks. */
final class OwnWeightsTest {
  @ParameterizedTest
  @CsvSource({
    "v2-own-top-weights, MOBILENET_V2, 0.35, 96, 96",
    "v1-not-square-weights, MOBILENET_V1, 0.25, 96, 128",
  })
  void areReadWithAndWithoutTop(
      String name, ModelFamily family, double alpha, int height, int width) {
    Path file = SharedFiles.require("wild/models").resolve(name).resolve("model.weights.h5");
    ModelSpec spec = new ModelSpec(family, alpha, height, width, 3, false);
    assertThat(KerasWeights.outputs(file)).hasValue(3);
    Network whole = Network.of(spec, Head.CLASSIFIER);
    KerasWeights classifier = KerasWeights.read(file, whole);
    for (WeightSpec weight : whole.weights()) {
      assertThat(classifier.values(weight.layer(), weight.name())).hasSize(weight.size());
    }
    KerasWeights base = KerasWeights.read(file, Network.of(spec, Head.FEATURES));
    assertThat(base.network().head()).isEqualTo(Head.FEATURES);
  }

  @Test
  void ofAnotherWidthAreRefusedByName() {
    Path file = SharedFiles.require("wild/models/v2-own-top-weights/model.weights.h5");
    ModelSpec spec = new ModelSpec(ModelFamily.MOBILENET_V2, 1, 96, 96, 3, false);
    assertThatThrownBy(() -> KerasWeights.read(file, Network.of(spec, Head.CLASSIFIER)))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("do not fit mobilenet_v2 alpha 1.0")
        .hasMessageContaining("these are the weights of mobilenet_v2 alpha 0.35 (3 classes)");
  }
}
