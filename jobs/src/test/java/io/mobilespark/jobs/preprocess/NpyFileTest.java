// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NpyFileTest {
  @Test
  void isWhatNumPyWrites() throws IOException {
    byte[] file = bytes(new NpyFile(1, 2, new float[] {0, 1, -1, 0.5f, -2, 1.5f}));

    assertThat(HexFormat.of().formatHex(file, 0, 10)).isEqualTo("934e554d505901007600");
    assertThat(new String(file, 10, 0x76, StandardCharsets.US_ASCII))
        .isEqualTo(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }"
                + " ".repeat(0x76 - 63)
                + "\n");
    assertThat(HexFormat.of().formatHex(file, 128, file.length))
        .isEqualTo("000000000000803f000080bf0000003f000000c00000c03f");
  }

  @Test
  void valuesBeginAtAMultipleOf64WhateverTheShape() throws IOException {
    for (int side : new int[] {1, 9, 10, 99, 100, 1000}) {
      int values = 3 * side;
      byte[] file = bytes(new NpyFile(side, 1, new float[values]));
      int begin = file.length - values * Float.BYTES;
      assertThat(begin % 64).isZero();
      assertThat(file[begin - 1]).isEqualTo((byte) '\n');
      assertThat((file[8] & 255) + 256 * file[9]).isEqualTo(begin - 10);
    }
  }

  @Test
  void valuesMustFillTheShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NpyFile(2, 2, new float[11]))
        .withMessage("11 values for 2x2x3");
  }

  private static byte[] bytes(NpyFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.writeTo(out);
    return out.toByteArray();
  }
}
