// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Published figures beside those found. */
final class PublishedComparisonTest {
  private static final String V2 = "mobilenet_v2_1.0_224_0123456789ab";

  @Test
  void everyPublishedFigureOfTheVariantIsThere() {
    List<PublishedComparison> published =
        PublishedComparison.of(V2, "keras-table", new Share(35_668, 50_000));

    assertThat(published)
        .extracting(p -> p.figure().source())
        .contains("TF-Slim", "Keras Applications", "torchvision", "papers");
    PublishedComparison keras = by("Keras Applications", published);
    assertThat(keras.difference().orElseThrow()).isCloseTo(0, within(1e-12));
    assertThat(keras.inInterval()).isTrue();
    assertThat(keras.cause()).isEmpty();
  }

  @Test
  void otherPresetsHaveAKnownCause() {
    List<PublishedComparison> published =
        PublishedComparison.of(V2, "squash", new Share(30_800, 50_000));
    PublishedComparison keras = by("Keras Applications", published);

    assertThat(keras.difference().orElseThrow()).isCloseTo(0.616 - 0.71336, within(1e-12));
    assertThat(keras.inInterval()).isFalse();
    assertThat(keras.cause().orElseThrow())
        .contains("preset squash here, keras-table there")
        .contains("the aspect is not kept here")
        .contains("no central crop here")
        .contains("cubic");
    assertThat(by("TF-Slim", published).cause().orElseThrow()).doesNotContain("aspect");
  }

  @Test
  void fewerPicturesAreACause() {
    assertThat(
            by("Keras Applications", PublishedComparison.of(V2, "keras-table", new Share(260, 325)))
                .cause())
        .contains("325 pictures here, 50,000 there");
  }

  @Test
  void unknownVariantsHaveNoFigures() {
    Share share = new Share(1, 2);
    assertThat(PublishedComparison.of("mine_1.0_224_0123456789ab", "squash", share)).isEmpty();
    assertThat(PublishedComparison.of("mobilenet_v2_0.9_224_0123456789ab", "squash", share))
        .isEmpty();
    assertThat(PublishedComparison.of("none", "squash", share)).isEmpty();
    assertThat(PresetEffects.between("mine", "theirs")).contains("preset mine here, theirs there");
    assertThat(PresetEffects.between("same", "same")).isEmpty();
  }

  private static PublishedComparison by(String source, List<PublishedComparison> published) {
    return published.stream()
        .filter(p -> p.figure().source().equals(source))
        .findFirst()
        .orElseThrow();
  }
}
