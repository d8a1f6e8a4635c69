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
    "1%, 99, 0",
    "1%, 100, 1",
    "1%, 199, 1",
    "0.5%, 1000, 5",
    "100%, 7, 7",
    "0%, 1000000, 0",
    "0, 1000, 0",
    "20, 3, 20"
  })
  void countsAndFractions(String text, long pictures, long allowed) {
    assertThat(ErrorLimit.parse(text).allowed(pictures)).isEqualTo(allowed);
    assertThat(ErrorLimit.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "-1", "101%", "1.5", "some", "1 %", "1e3"})
  void nothingElse(String text) {
    assertThatThrownBy(() -> ErrorLimit.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--max-errors");
  }

  @Test
  void oneInAHundredIsTheDefault() {
    assertThat(ErrorLimit.DEFAULT).hasToString("1%");
    assertThat(CommitSettings.DEFAULT.maxErrors()).isEqualTo(ErrorLimit.DEFAULT);
  }
}
