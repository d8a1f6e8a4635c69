// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts that cannot be. */
final class GenerateSettingsTest {
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_000_001})
  void refusesCountsOfPictures(int pictures) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GenerateSettings(Path.of("set"), pictures, 0, 0))
        .withMessageContaining("pictures")
        .withMessageContaining(String.valueOf(pictures));
  }

  @Test
  void refusesCountsOfBrokenFiles() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GenerateSettings(Path.of("set"), 1, 0, -2))
        .withMessageContaining("broken")
        .withMessageContaining("-2");
  }
}
