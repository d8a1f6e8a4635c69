// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which range of pixels a map takes to values around 0. */
final class AffineMapTest {
  @ParameterizedTest
  @CsvSource({
    "0.0078431373, -1, 0..255",
    "0.0039215686, 0, 0..255",
    // ImageNet's mean and deviation.
    "0.0171248, -1.99, 0..255",
    "2, -1, 0..1",
    "4.4, -2.0, 0..1",
    // Keras's own networks, and pictures that a norm of the data set moves a little.
    "1, 0, -1..1",
    "1.8, 0.1, -1..1",
  })
  void theRangeIsTold(double scale, double offset, String range) {
    assertThat(new AffineMap(scale, offset).range()).contains(InputRange.parse(range));
  }

  @ParameterizedTest
  @CsvSource({"1, -110", "0.1, 0", "-2, 1", "100, 0"})
  void whatFitsNoneIsNotGuessed(double scale, double offset) {
    assertThat(new AffineMap(scale, offset).range()).isEmpty();
  }
}
