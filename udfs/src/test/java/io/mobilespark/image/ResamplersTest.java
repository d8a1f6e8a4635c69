// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mobilespark.image.AntialiasedAxis.Kernel;
import java.lang.management.ManagementFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The 8-bit resamplers, on cases computed by hand, and what holds for all of them. */
class ResamplersTest {
  /** No margin around the crop, so that small cases stay small. */
  private static final CoverRule WHOLE = new CoverRule(1, 1, CoverRule.Offset.DOWN);

  private static final RgbImage STEP = FloatLinearResamplerTest.gray(4, 1, 0, 0, 200, 200);

  @Test
  void nearestTakesTheMiddles() {
    RgbImage image = FloatLinearResamplerTest.gray(6, 1, 10, 20, 30, 40, 50, 60);

    // Steps of 2 from 1; then steps of 0.75 from 0.375.
    assertThat(values(new NearestResampler(1, 3), image)).containsExactly(20, 40, 60);
    assertThat(values(new NearestResampler(2, 8), image))
        .startsWith(10, 20, 20, 30, 40, 50, 50, 60)
        .endsWith(10, 20, 20, 30, 40, 50, 50, 60);
  }

  @Test
  void fixedLinearBlendsInEighthsAndSixteenths() {
    RgbImage image = FloatLinearResamplerTest.gray(2, 2, 0, 100, 0, 100);

    // Positions -0.25 (edge), 0.25, 0.75, 1.25 (edge).
    assertThat(values(new FixedLinearResampler(4, 4, WHOLE), image))
        .startsWith(0, 25, 75, 100)
        .endsWith(0, 25, 75, 100);
  }

  @Test
  void cubicOvershootsAtAnEdgeAndIsClipped() {
    RgbImage image =
        FloatLinearResamplerTest.gray(
            4, 4, 0, 0, 200, 200, 0, 0, 200, 200, 0, 0, 200, 200, 0, 0, 200, 200);

    float[] found = values(new CubicResampler(8, 8, WHOLE), image);

    // Weights of a = -0.75 at 1/4: -27/256, 225/256, 67/256 and -9/256 (in 1/256 of 200).
    assertThat(found[1]).isEqualTo(0);
    assertThat(found[2]).isEqualTo(0);
    assertThat(found[3]).isEqualTo(Math.round((67 - 9) * 200 / 256f));
    assertThat(found[4]).isEqualTo(Math.round((225 - 27) * 200 / 256f));
    assertThat(found[5]).isEqualTo(Math.round((256 + 27) * 200 / 256f));
  }

  @Test
  void antialiasedBilinearIsATriangleOverAllItCovers() {
    // One pixel from four: the centre is 2, the triangle reaches 4 to each side.
    // Weights 1 - 1.5/4, 1 - 0.5/4 and their mirror: 5, 7, 7, 5 in 24.
    RgbImage ramp =
        FloatLinearResamplerTest.gray(
            4, 4, 0, 24, 48, 240, 0, 24, 48, 240, 0, 24, 48, 240, 0, 24, 48, 240);

    assertThat(values(new AntialiasedResampler(1, 1, WHOLE, Kernel.BILINEAR), ramp))
        .containsExactly(7 + 14 + 50);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 7, 8, 9, 64})
  void anUnchangedSizeGivesThePictureItself(int side) {
    RgbImage image = Pixels.synthetic(side, side);
    for (Resampler resampler :
        new Resampler[] {
          new NearestResampler(side, side),
          new FixedLinearResampler(side, side, WHOLE),
          new CubicResampler(side, side, WHOLE),
          new AntialiasedResampler(side, side, WHOLE, Kernel.BILINEAR),
          new AntialiasedResampler(side, side, WHOLE, Kernel.BICUBIC)
        }) {
      assertThat(((ByteSamples) resampler.resample(image)).values()).isEqualTo(image.rgb());
    }
  }

  @Test
  void aPictureLargerThanABlockIsTheSameAsItsParts() {
    // Taller blocks than one: 1,500 rows of 1,500 columns are taken 174 at a time.
    RgbImage large = Pixels.synthetic(1500, 1500);
    Resampler resampler = new AntialiasedResampler(1500, 1500, WHOLE, Kernel.BICUBIC);

    assertThat(((ByteSamples) resampler.resample(large)).values()).isEqualTo(large.rgb());
  }

  @Test
  void weightsSumToOneInFixedPoint() {
    for (Kernel kernel : Kernel.values()) {
      AntialiasedAxis axis = new AntialiasedAxis(new Placement(500, 341, 58, 224), kernel);
      for (int i = 0; i < axis.length(); i++) {
        int sum = 0;
        for (int weight : axis.weights(i)) {
          sum += weight;
        }
        assertThat(sum).isCloseTo(1 << 22, Offset.offset(4));
      }
    }
  }

  @Test
  void onePictureDoesNotShowInTheNext() {
    for (Preset preset : Presets.all()) {
      Resampler used = preset.resampler(40, 56);
      used.resample(Pixels.synthetic(300, 200));
      used.resample(Pixels.synthetic(20, 700));
      for (int[] size : new int[][] {{64, 48}, {300, 200}, {9, 9}}) {
        RgbImage image = Pixels.synthetic(size[0], size[1]);
        Samples fresh = preset.resampler(40, 56).resample(image);
        Samples again = used.resample(image);
        for (int i = 0; i < fresh.count(); i++) {
          assertThat(again.sample(i)).isEqualTo(fresh.sample(i));
        }
      }
    }
  }

  @Test
  void aThinPictureTakesNoMoreMemoryThanAnyOther() {
    RgbImage thin = Pixels.synthetic(1, 5000);
    for (Preset preset : Presets.all()) {
      Resampler resampler = preset.resampler(224, 224);
      long before = allocatedBytes();
      resampler.resample(thin);
      assertThat(allocatedBytes() - before).as(preset.name()).isLessThan(4L << 20);
    }
  }

  @Test
  void picturesOfOneSizeTakeNoMemory() {
    RgbImage image = Pixels.synthetic(300, 200);
    for (Preset preset : Presets.all()) {
      Resampler resampler = preset.resampler(224, 224);
      resampler.resample(image);
      long before = allocatedBytes();
      for (int i = 0; i < 10; i++) {
        resampler.resample(image);
      }
      // Before the compiler has seen it, a small record per filter call may be allocated.
      assertThat(allocatedBytes() - before).as(preset.name()).isLessThan(3L << 20);
    }
  }

  @Test
  void aStepStaysBetweenItsLevelsWhereNoKernelOvershoots() {
    for (Resampler resampler :
        new Resampler[] {
          new FixedLinearResampler(4, 16, WHOLE),
          new AntialiasedResampler(4, 16, WHOLE, Kernel.BILINEAR)
        }) {
      float[] found = values(resampler, STEP);
      for (int x = 1; x < 16; x++) {
        assertThat(found[x]).isBetween(found[x - 1], 200f);
      }
    }
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static float[] values(Resampler resampler, RgbImage image) {
    return FloatLinearResamplerTest.values(resampler.resample(image));
  }
}
