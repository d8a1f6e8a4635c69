// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.model.PublishedVariants;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelTablesTest {
  @Test
  void listShowsTheDefaultPresetOfEachVariant() {
    List<String> lines =
        ModelTables.variants(
                List.of(
                    PublishedVariants.named("mobilenet_v1_1.0_224"),
                    PublishedVariants.named("mobilenet_v1_0.25_128_no_top")))
            .lines()
            .toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).strip().split(" +"))
        .containsExactly("name", "parameters", "MAdds", "preset", "top-1");
    assertThat(lines.get(1).split(" +"))
        .startsWith("mobilenet_v1_1.0_224", "4,253,864", "568.7", "M", "keras-table", "70.9", "%");
    assertThat(lines.get(2).strip().split(" +"))
        .startsWith("mobilenet_v1_0.25_128_no_top", "218,544")
        .endsWith("M", "slim-inception");
  }

  @Test
  void descriptionNamesTheDefaultPreset() {
    assertThat(ModelTables.description(PublishedVariants.named("mobilenet_v3_large_0.75_224")))
        .contains("preset         slim-inception by default");
    assertThat(ModelTables.description(PublishedVariants.named("mobilenet_v2_1.4_224")))
        .contains("preset         keras-table by default");
  }
}
