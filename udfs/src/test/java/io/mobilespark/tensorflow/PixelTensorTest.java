// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Each picture's samples at its place, and nowhere else. */
class PixelTensorTest {
  private static final int PICTURES = 5;
  private static final int HEIGHT = 3;
  private static final int WIDTH = 2;
  private static final int SAMPLES = HEIGHT * WIDTH * 3;

  private final SplittableRandom random = new SplittableRandom(11);

  @Test
  void bytesGoToTheirPlaceInAnyOrder() {
    byte[] wanted = new byte[PICTURES * SAMPLES];
    random.nextBytes(wanted);
    try (PixelTensor tensor = PixelTensor.allocate(SampleType.UINT8, PICTURES, HEIGHT, WIDTH)) {
      for (int picture : new int[] {3, 0, 4, 2, 1}) {
        tensor.write(picture, Arrays.copyOfRange(wanted, picture * SAMPLES, wanted.length + 9));
      }
      assertThat(tensor.pictures()).isEqualTo(PICTURES);
      assertThat(tensor.samplesPerPicture()).isEqualTo(SAMPLES);
      assertThat(tensor.tensor().shape().asArray()).containsExactly(PICTURES, HEIGHT, WIDTH, 3);
      assertThat(bytes(tensor)).isEqualTo(wanted);
      byte[] other = new byte[SAMPLES];
      tensor.write(2, other);
      System.arraycopy(other, 0, wanted, 2 * SAMPLES, SAMPLES);
      assertThat(bytes(tensor)).isEqualTo(wanted);
    }
  }

  @Test
  void floatsGoToTheirPlaceBitForBit() {
    float[] wanted = new float[PICTURES * SAMPLES];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (float) random.nextDouble(-300, 300);
    }
    try (PixelTensor tensor = PixelTensor.allocate(SampleType.FLOAT32, PICTURES, HEIGHT, WIDTH)) {
      for (int picture = PICTURES - 1; picture >= 0; picture--) {
        tensor.write(picture, Arrays.copyOfRange(wanted, picture * SAMPLES, wanted.length));
      }
      assertThat(floats(tensor)).isEqualTo(wanted);
    }
  }

  @Test
  void theFirstPicturesAreACopy() {
    try (PixelTensor tensor = PixelTensor.allocate(SampleType.FLOAT32, PICTURES, HEIGHT, WIDTH)) {
      for (int picture = 0; picture < PICTURES; picture++) {
        tensor.write(picture, filled(picture + 1));
      }
      for (int count = 1; count <= PICTURES; count++) {
        try (PixelTensor first = tensor.first(count)) {
          assertThat(first.tensor().shape().asArray()).containsExactly(count, HEIGHT, WIDTH, 3);
          assertThat(floats(first))
              .isEqualTo(Arrays.copyOf(floats(tensor), count * SAMPLES))
              .hasSize(count * SAMPLES);
          first.write(0, filled(99));
        }
      }
      assertThat(floats(tensor)[0]).isEqualTo(1);
      assertThatThrownBy(() -> tensor.first(0)).hasMessageContaining("not 0");
      assertThatThrownBy(() -> tensor.first(6)).hasMessageContaining("not 6");
    }
  }

  @Test
  void samplesOfTheOtherTypeAreRefused() {
    try (PixelTensor bytes = PixelTensor.allocate(SampleType.UINT8, 1, HEIGHT, WIDTH);
        PixelTensor floats = PixelTensor.allocate(SampleType.FLOAT32, 1, HEIGHT, WIDTH)) {
      assertThatThrownBy(() -> bytes.write(0, new float[SAMPLES]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The tensor holds UINT8, not FLOAT32");
      assertThatThrownBy(() -> floats.write(0, new byte[SAMPLES]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The tensor holds FLOAT32, not UINT8");
    }
  }

  @Test
  void nothingIsWrittenOutside() {
    try (PixelTensor tensor = PixelTensor.allocate(SampleType.UINT8, 2, HEIGHT, WIDTH)) {
      tensor.write(0, new byte[SAMPLES]);
      tensor.write(1, new byte[SAMPLES]);
      for (int place : new int[] {-1, 2, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> tensor.write(place, new byte[SAMPLES]))
            .isInstanceOf(RuntimeException.class);
      }
      assertThatThrownBy(() -> tensor.write(0, new byte[SAMPLES - 1]))
          .isInstanceOf(RuntimeException.class);
      assertThat(bytes(tensor)).containsOnly(0);
    }
    assertThatThrownBy(() -> PixelTensor.allocate(SampleType.UINT8, 0, 3, 3))
        .hasMessageContaining("0x3x3");
  }

  @Test
  void closingGivesTheMemoryBack() {
    NativeMemory growth = NativeMemory.growth(PixelTensorTest::allocateAndClose);
    assertThat(growth.pointers()).isLessThan(5);
    // 90 MB a round.
    assertThat(growth.bytes()).isLessThan(20L << 20);
  }

  private static void allocateAndClose() {
    for (int i = 0; i < 10; i++) {
      try (PixelTensor tensor = PixelTensor.allocate(SampleType.FLOAT32, 8, 224, 224);
          PixelTensor first = tensor.first(7)) {
        assertThat(first.pictures()).isEqualTo(7);
      }
    }
  }

  private static float[] filled(float value) {
    float[] samples = new float[SAMPLES];
    Arrays.fill(samples, value);
    return samples;
  }

  private static byte[] bytes(PixelTensor tensor) {
    byte[] bytes = new byte[tensor.pictures() * tensor.samplesPerPicture()];
    tensor.tensor().asRawTensor().data().read(bytes);
    return bytes;
  }

  private static float[] floats(PixelTensor tensor) {
    float[] floats = new float[tensor.pictures() * tensor.samplesPerPicture()];
    tensor.tensor().asRawTensor().data().asFloats().read(floats);
    return floats;
  }
}
