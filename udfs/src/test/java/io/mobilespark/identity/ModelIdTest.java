// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.model.ModelName;
import io.mobilespark.model.ModelSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdTest {
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  @Test
  void itIsReadAsItIsWritten() {
    for (String name : ModelName.known()) {
      for (double alpha : new double[] {0.25, 0.35, 1.0, 1.4}) {
        ModelId id = ModelSpec.imagenet(ModelName.parse(name), alpha, 224).id(SHA256);
        assertThat(id).hasToString(name + "_" + alpha + "_224_0123456789ab");
        assertThat(ModelId.parse(id.toString())).contains(id);
        assertThat(NetworkId.parse(id.network().toString())).contains(id.network());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none",
        "mobilenet_v2_1.0_224",
        "mobilenet_v2_1.0_224_0123456789a",
        "mobilenet_v2_1.0_224_0123456789abc",
        "mobilenet_v2_1.0_224_0123456789AB",
        "mobilenet_v2_one_224_0123456789ab",
        "mobilenet_v2_1.0_٢٢٤_0123456789ab",
        "mobilenet_v2_1.0_9999999999_0123456789ab"
      })
  void otherTextsAreNoIds(String text) {
    assertThat(ModelId.parse(text)).isEqualTo(Optional.empty());
  }

  @Test
  void weightsAreTheStartOfTheirHash() {
    NetworkId network = new NetworkId("mobilenet_v1", 0.5, InputSize.square(128));
    assertThat(ModelId.of(network, SHA256).weights()).isEqualTo("0123456789ab");
    assertThatThrownBy(() -> new ModelId(network, "0123"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'0123'");
  }
}
