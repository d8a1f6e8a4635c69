// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of input ranges. */
final class InputRangeTest {
  @ParameterizedTest
  @EnumSource
  void namesAreRead(InputRange range) {
    assertThat(InputRange.parse(range.toString())).isEqualTo(range);
    assertThat(range.toString()).isEqualTo(range.black() + ".." + range.white());
  }

  @Test
  void unknownOnesAreNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> InputRange.parse("0..2"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage("unknown input range '0..2'; known are 0..255, 0..1, -1..1");
  }
}
