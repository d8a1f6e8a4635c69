// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Cases computed by hand. */
class FloatLinearResamplerTest {

  @Test
  void squashBlendsHalfPixelNeighbours() {
    RgbImage image = gray(4, 2, 0, 40, 80, 120, 100, 140, 180, 220);

    // Columns: centres at 0.5 and 2.5; the two rows blend at 0.5.
    assertThat(values(FloatLinearResampler.squash(1, 2).resample(image))).containsExactly(70, 150);
  }

  @Test
  void squashRepeatsTheEdgesWhenItEnlarges() {
    RgbImage image = gray(2, 1, 0, 100);

    // Positions -0.25, 0.25, 0.75, 1.25.
    assertThat(values(FloatLinearResampler.squash(1, 4).resample(image)))
        .containsExactly(0, 25, 75, 100);
  }

  @Test
  void slimInceptionCropsAndAlignsTopLeft() {
    int[] row = new int[16];
    for (int i = 0; i < 16; i++) {
      row[i] = i * 17;
    }
    // 0.875 of 16 keeps 14 from 1 on; 14 to 4 puts the positions at 0, 3.5, 7, 10.5.
    float[] found = values(FloatLinearResampler.slimInception(1, 4).resample(gray(16, 1, row)));

    float[] wanted = {17, 76.5f, 136, 195.5f};
    for (int i = 0; i < 4; i++) {
      assertThat(found[i]).isCloseTo(wanted[i] / 255, Offset.offset(1e-6f));
    }
  }

  @Test
  void tablesFollowThePicturesSize() {
    Resampler resampler = FloatLinearResampler.squash(1, 1);

    assertThat(values(resampler.resample(gray(2, 1, 10, 20)))).containsExactly(15);
    assertThat(values(resampler.resample(gray(1, 2, 30, 50)))).containsExactly(40);
    assertThat(values(resampler.resample(gray(1, 1, 7)))).containsExactly(7);
  }

  @Test
  void channelsStayApart() {
    byte[] rgb = {10, 20, 30, 50, 60, 70};
    float[] found =
        ((FloatSamples) FloatLinearResampler.squash(1, 1).resample(new RgbImage(2, 1, rgb)))
            .values();

    assertThat(found).containsExactly(30, 40, 50);
  }

  static RgbImage gray(int width, int height, int... levels) {
    byte[] rgb = new byte[3 * levels.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) levels[i / 3];
    }
    return new RgbImage(width, height, rgb);
  }

  /** The red samples. */
  static float[] values(Samples samples) {
    float[] red = new float[samples.count() / 3];
    for (int i = 0; i < red.length; i++) {
      red[i] = samples.sample(3 * i);
    }
    return red;
  }
}
