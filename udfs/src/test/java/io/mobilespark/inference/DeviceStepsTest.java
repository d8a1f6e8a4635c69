// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.inference.DeviceSteps.Step;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.ColourGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both steps do whole batches, in several threads' hands. */
class DeviceStepsTest {
  @ParameterizedTest
  @EnumSource(SampleType.class)
  void stepsAreRepeated(SampleType type) {
    FrozenNetwork network = (FrozenNetwork) ColourGraph.of(type);
    try (DeviceSteps steps = DeviceSteps.open(network, SessionSettings.ONE_CORE_PER_TASK, 2, 16);
        Step copying = steps.copying();
        Step computing = steps.computing();
        Step another = steps.computing()) {
      for (int i = 0; i < 3; i++) {
        assertThat(copying.run()).isEqualTo(16);
        assertThat(computing.run()).isEqualTo(16);
        assertThat(another.run()).isEqualTo(16);
      }
    }
  }
}
