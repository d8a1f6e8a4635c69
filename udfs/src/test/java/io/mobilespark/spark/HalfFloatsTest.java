// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatsTest {
  /**
   * Worked out by hand from IEEE 754: sign, five bits of exponent with bias 15, ten of fraction.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0000",
    "-0.0, 8000",
    "1, 3c00",
    "-2, c000",
    "1.0009765625, 3c01",
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00",
    "1e9, 7c00",
    "-Infinity, fc00",
    "NaN, 7e00",
    "6.103515625e-5, 0400",
    "6.097555160522461e-5, 03ff",
    "5.960464477539063e-8, 0001",
    "2.980232238769531e-8, 0000",
    "2.9802326e-8, 0001",
    "1.00048828125, 3c00",
    "1.00146484375, 3c02",
    "0.33333334, 3555",
    "6, 4600",
  })
  void roundsToTheNearestEven(float value, String bits) {
    assertThat(String.format(Locale.ROOT, "%04x", HalfFloats.half(value) & 0xffff)).isEqualTo(bits);
  }

  @Test
  void everyHalfFloatComesBack() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      float value = HalfFloats.value((short) bits);
      if (Float.isNaN(value)) {
        assertThat(bits & 0x7fff).isGreaterThan(0x7c00);
      } else {
        assertThat(HalfFloats.half(value) & 0xffff).isEqualTo(bits);
      }
    }
  }

  @Test
  void bytesAreLittleEndian() {
    byte[] bytes = HalfFloats.toBytes(new float[] {1, -2});
    assertThat(bytes).containsExactly(0x00, 0x3c, 0x00, 0xc0);
    assertThat(HalfFloats.toFloats(bytes)).containsExactly(1, -2);
  }
}
