// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.SampleType;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names, definitions, and the halves of a preset fitting together. */
class PresetsTest {

  @Test
  void anUnknownNameIsToldTheKnownOnes() {
    assertThatThrownBy(() -> Presets.byName("imagenet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'imagenet'")
        .hasMessageContaining("squash, slim-inception")
        .hasMessageNotContaining("\n");
  }

  @Test
  void namesFindTheirPresets() {
    for (Preset preset : Presets.all()) {
      assertThat(Presets.byName(preset.name())).isSameAs(preset);
      assertThat(preset.definition()).contains("Source: ").doesNotContain("\n");
    }
  }

  @Test
  void everyPresetTakesAnyPictureToAnyInput() {
    int[][] pictures = {{1, 1}, {1, 5000}, {5000, 2}, {3, 3}, {640, 480}};
    int[][] inputs = {{32, 32}, {101, 75}, {75, 101}, {1, 1}, {224, 224}};
    for (Preset preset : Presets.all()) {
      for (int[] input : inputs) {
        Resampler resampler = preset.resampler(input[0], input[1]);
        for (int[] picture : pictures) {
          Samples samples = resampler.resample(Pixels.synthetic(picture[0], picture[1]));
          assertThat(samples.height()).isEqualTo(input[0]);
          assertThat(samples.width()).isEqualTo(input[1]);
          assertThat(samples instanceof ByteSamples)
              .isEqualTo(preset.sampleType() == SampleType.UINT8);
        }
      }
    }
  }

  @Test
  void aUniformPictureStaysUniformAndNormalisedOnce() {
    byte[] rgb = new byte[3 * 50 * 40];
    Arrays.fill(rgb, (byte) 255);
    for (Preset preset : Presets.all()) {
      Samples samples = preset.resampler(24, 32).resample(new RgbImage(50, 40, rgb));
      float[] input = samples.normalised(preset.normalisation());
      boolean imageNet = preset.name().startsWith("torchvision");
      for (int i = 0; i < input.length; i++) {
        // ImageNet's (1 - mean) / deviation, rounded as its users know it.
        float wanted = imageNet ? new float[] {2.2489f, 2.4286f, 2.64f}[i % 3] : 1;
        assertThat(input[i]).as(preset.name()).isCloseTo(wanted, Offset.offset(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPresetTakesBlackAndWhiteToTheEndsOfARange(InputRange range) {
    for (Preset preset : Presets.all()) {
      boolean imageNet = preset.name().startsWith("torchvision") && range == InputRange.SYMMETRIC;
      for (int value : imageNet ? new int[0] : new int[] {0, 255}) {
        byte[] rgb = new byte[3 * 50 * 40];
        Arrays.fill(rgb, (byte) value);
        Samples samples = preset.resampler(24, 32).resample(new RgbImage(50, 40, rgb));
        for (float input : samples.normalised(preset.normalisation(range))) {
          assertThat(input)
              .as(preset.name())
              .isCloseTo(value == 0 ? range.black() : range.white(), Offset.offset(1e-4f));
        }
      }
    }
  }

  @Test
  void anInputHasPixels() {
    assertThatThrownBy(() -> Presets.byName("squash").resampler(0, 224))
        .hasMessageContaining("0x224");
  }
}
