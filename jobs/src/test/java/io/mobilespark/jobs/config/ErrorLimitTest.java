// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorLimitTest {
  @ParameterizedTest
  @CsvSource({
    "1%, 0, 0",
    "1%, 1, 1",
    "1%, 50, 1",
    "1%, 100, 1",
    "1%, 101, 2",
    "0.1%, 3000, 3",
    "0.57%, 10000, 57",
    "33.3%, 9007199254740993, 2999397351828751",
    "0.5%, 1000, 5",
    "100%, 7, 7",
    "0%, 1000000, 0",
    "0, 1000, 0",
    "20, 3, 20"
  })
  void countsAndFractions(String text, long pictures, long allowed) {
    assertThat(ErrorLimit.parse("--max-errors", text).allowed(pictures)).isEqualTo(allowed);
    assertThat(ErrorLimit.parse("--max-errors", text)).hasToString("--max-errors " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "-1", "101%", "1.5", "some", "1 %", "1e3"})
  void nothingElse(String text) {
    assertThatThrownBy(() -> ErrorLimit.parse("--max-rejected", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--max-rejected is");
  }

  @Test
  void oneInAHundredMayBeMissingAndOneHasToGoWell() {
    assertThat(CommitSettings.DEFAULT.limits().errors()).hasToString("--max-errors 1%");
    assertThat(CommitSettings.DEFAULT.limits().rejected()).isEmpty();
  }
}
