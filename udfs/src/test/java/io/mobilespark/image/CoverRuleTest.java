// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Sizes and offsets computed by hand. */
class CoverRuleTest {
  private static final CoverRule DOWN = new CoverRule(8, 7, CoverRule.Offset.DOWN);
  private static final CoverRule HALF_EVEN = new CoverRule(8, 7, CoverRule.Offset.HALF_EVEN);

  @Test
  void theShortSideOfALandscapeIsItsHeight() {
    RgbImage image = blank(500, 375);

    assertThat(DOWN.rows(image, 224, 224)).isEqualTo(new Placement(375, 256, 16, 224));
    // 256 * 500 / 375 = 341.3; (341 - 224) / 2 = 58.5.
    assertThat(DOWN.columns(image, 224, 224)).isEqualTo(new Placement(500, 341, 58, 224));
    assertThat(HALF_EVEN.columns(image, 224, 224)).isEqualTo(new Placement(500, 341, 58, 224));
  }

  @Test
  void halvesGoToTheEvenNumber() {
    // 256 * 515 / 384 = 343.3; (343 - 224) / 2 = 59.5.
    RgbImage image = blank(384, 515);

    assertThat(DOWN.rows(image, 224, 224).start()).isEqualTo(59);
    assertThat(HALF_EVEN.rows(image, 224, 224).start()).isEqualTo(60);
  }

  @Test
  void aThinPictureHasAVeryLongSide() {
    assertThat(DOWN.rows(blank(1, 5000), 224, 224))
        .isEqualTo(new Placement(5000, 1_280_000, 639_888, 224));
    assertThat(new Placement(64_000_000, 256L * 64_000_000, 5, 224).centre(0)).isEqualTo(5.5 / 256);
  }

  @Test
  void anInputThatIsNotSquareIsCovered() {
    RgbImage square = blank(300, 300);

    // The box is 256 high and 128 wide: the picture becomes 256x256.
    assertThat(DOWN.rows(square, 224, 112)).isEqualTo(new Placement(300, 256, 16, 224));
    assertThat(DOWN.columns(square, 224, 112)).isEqualTo(new Placement(300, 256, 72, 112));
  }

  @Test
  void aCropLiesWithinThePicture() {
    assertThatThrownBy(() -> new Placement(10, 20, 15, 6)).hasMessageContaining("6 from 15 of 20");
  }

  private static RgbImage blank(int width, int height) {
    return new RgbImage(width, height, new byte[3 * width * height]);
  }
}
