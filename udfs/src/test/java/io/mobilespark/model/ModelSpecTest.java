// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import org.junit.jupiter.api.Test;

/** Names and settings of models. */
final class ModelSpecTest {
  @Test
  void namesAreReadBackAsWritten() {
    assertThat(ModelName.known())
        .containsExactly(
            "mobilenet_v1",
            "mobilenet_v2",
            "mobilenet_v3_large",
            "mobilenet_v3_large_minimalistic",
            "mobilenet_v3_small",
            "mobilenet_v3_small_minimalistic")
        .allSatisfy(name -> assertThat(ModelName.parse(name)).hasToString(name));
    assertThat(ModelName.parse("mobilenet_v3_small_minimalistic"))
        .isEqualTo(new ModelName(ModelFamily.MOBILENET_V3_SMALL, true));
  }

  @Test
  void unknownNamesListTheKnownOnes() {
    assertThatThrownBy(() -> ModelName.parse("resnet50"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "unknown model 'resnet50'; known are mobilenet_v1, mobilenet_v2, mobilenet_v3_large,"
                + " mobilenet_v3_large_minimalistic, mobilenet_v3_small,"
                + " mobilenet_v3_small_minimalistic");
  }

  @Test
  void settingsAreChecked() {
    refused(ModelFamily.MOBILENET_V2, 0, 224, 224, 10, "alpha");
    refused(ModelFamily.MOBILENET_V2, Double.NaN, 224, 224, 10, "NaN");
    refused(ModelFamily.MOBILENET_V2, 1, 31, 224, 10, "31x224");
    refused(ModelFamily.MOBILENET_V2, 1, 224, 31, 10, "224x31");
    refused(ModelFamily.MOBILENET_V2, 1, 224, 224, 0, "found 0");
    assertThatThrownBy(() -> new ModelSpec(ModelFamily.MOBILENET_V2, 1, 32, 32, 1, true))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("minimalistic");
    assertThat(new ModelSpec(ModelFamily.MOBILENET_V3_LARGE, 0.1, 32, 32, 1, true).summary())
        .isEqualTo("mobilenet_v3_large_minimalistic alpha 0.1 32x32");
  }

  private static void refused(
      ModelFamily family, double alpha, int height, int width, int classes, String inMessage) {
    assertThatThrownBy(() -> new ModelSpec(family, alpha, height, width, classes, false))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining(inMessage);
  }
}
