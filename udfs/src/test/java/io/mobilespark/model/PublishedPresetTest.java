// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.image.Presets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedPresetTest {
  @ParameterizedTest
  @CsvSource({
    // Keras has a figure, and so have TF-Slim and MLPerf.
    "mobilenet_v1, 1.0, 224, keras-table",
    "mobilenet_v2, 1.4, 224, keras-table",
    "mobilenet_v3_small, 1.0, 224, keras-table",
    // Keras published figures at 224 only.
    "mobilenet_v1, 1.0, 192, slim-inception",
    "mobilenet_v2, 0.35, 96, slim-inception",
    // Keras has the weights and no figure; timm's figure does not decide.
    "mobilenet_v3_large, 0.75, 224, slim-inception",
    "mobilenet_v3_small_minimalistic, 1.0, 224, slim-inception",
    // Nobody published a figure.
    "mobilenet_v1, 0.25, 96, squash",
    "mobilenet_v2, 1.4, 192, squash",
    "mobilenet_v3_large, 1.0, 256, squash",
  })
  void isThatOfThePublishedFigure(String name, double alpha, int resolution, String preset) {
    ModelSpec spec = ModelSpec.imagenet(ModelName.parse(name), alpha, resolution);
    assertThat(PublishedPreset.defaultFor(spec)).isEqualTo(preset);
  }

  @Test
  void networksOfOtherClassesHaveNoPublishedFigure() {
    ModelSpec imagenet = ModelSpec.imagenet(ModelName.parse("mobilenet_v1"), 1.0, 224);
    assertThat(PublishedPreset.defaultFor(imagenet.withClasses(10))).isEqualTo("squash");
  }

  @Test
  void aSideOfAnotherLengthIsAnotherNetwork() {
    ModelSpec spec = new ModelSpec(ModelFamily.MOBILENET_V1, 1.0, 224, 192, 1000, false);
    assertThat(PublishedPreset.defaultFor(spec)).isEqualTo("squash");
  }

  @Test
  void everyPublishedVariantHasAFigureWithItsPreset() {
    Map<String, Long> counts =
        PublishedVariants.all().stream()
            .filter(variant -> variant.head() == Head.CLASSIFIER)
            .peek(
                variant ->
                    assertThat(variant.accuracies())
                        .extracting(PublishedAccuracy::preset)
                        .contains(PublishedPreset.defaultFor(variant.spec())))
            .collect(
                Collectors.groupingBy(
                    variant -> PublishedPreset.defaultFor(variant.spec()),
                    TreeMap::new,
                    Collectors.counting()));
    // Keras's table: 4 of V1, 6 of V2, 2 of V3; 16 + 22 + 6 files in all.
    assertThat(counts)
        .containsExactly(Map.entry("keras-table", 12L), Map.entry("slim-inception", 32L));
    assertThat(counts.keySet()).allSatisfy(name -> assertThat(Presets.byName(name)).isNotNull());
  }
}
