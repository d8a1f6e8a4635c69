// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes on the command line. */
class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1048576,1048576",
    "3k,3072",
    "256m,268435456",
    "1G,1073741824",
    "2tb,2199023255552"
  })
  void aSizeHasASuffixOrNone(String text, long bytes) {
    assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1m", "1.5g", "12 m", "5x"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> new ByteSize().convert(text))
        .hasMessage("'" + text + "' is no size, such as 256m or 1g");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new ByteSize().convert("999999999999t"))
        .hasMessage("'999999999999t' is too large");
  }
}
