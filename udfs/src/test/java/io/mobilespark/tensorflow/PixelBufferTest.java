// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Growth and reuse of the array. */
class PixelBufferTest {
  private final PixelBuffer buffer = new PixelBuffer();

  @Test
  void keepsItsArrayForSmallerPictures() {
    assertThat(buffer.resize(10, 20)).isEqualTo(600);
    byte[] array = buffer.rgb();

    assertThat(buffer.resize(5, 3)).isEqualTo(45);

    assertThat(buffer.rgb()).isSameAs(array);
    assertThat(buffer.width()).isEqualTo(5);
    assertThat(buffer.height()).isEqualTo(3);
  }

  @Test
  void doesNotKeepTheArrayOfAHugePicture() {
    buffer.resize(4000, 3000);

    buffer.resize(5, 3);

    assertThat(buffer.rgb()).hasSize(45);
  }

  @Test
  void refusesSizesThatNoArrayHolds() {
    assertThatThrownBy(() -> buffer.resize(30_000, 30_000)).hasMessageContaining("30000x30000");
    assertThatThrownBy(() -> buffer.resize(0, 5)).hasMessageContaining("0x5");
  }
}
