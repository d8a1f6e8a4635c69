// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where 16 bits begin and end. */
final class LowLayersTest {
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, conv_dw_2, global_average_pooling2d",
    "mobilenet_v2, block_1_expand, global_average_pooling2d",
    "mobilenet_v3_large, expanded_conv_1_expand, avg_pool",
    "mobilenet_v3_large_minimalistic, expanded_conv_1_expand, avg_pool",
    "mobilenet_v3_small, expanded_conv_1_expand, avg_pool",
    "mobilenet_v3_small_minimalistic, expanded_conv_1_expand, avg_pool"
  })
  void behindTheFirstBlock(String model, String from, String until) {
    ModelSpec spec = ModelSpec.imagenet(ModelName.parse(model), 1.0, 224);
    assertThat(LowLayers.of(Network.of(spec, Head.FEATURES)))
        .isEqualTo(new LowLayers(from, until))
        .isEqualTo(LowLayers.of(Network.of(spec, Head.CLASSIFIER)));
  }
}
