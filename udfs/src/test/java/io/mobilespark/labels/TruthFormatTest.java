// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Names of conventions. */
class TruthFormatTest {
  @Test
  void namesLeadBack() {
    assertThat(TruthFormat.all()).hasSize(30).doesNotHaveDuplicates();
    for (TruthFormat format : TruthFormat.all()) {
      assertThat(TruthFormat.named(format.id())).isEqualTo(format);
    }
  }

  @Test
  void shortNames() {
    assertThat(TruthFormat.named("devkit")).isEqualTo(TruthFormat.DEVKIT);
    assertThat(TruthFormat.named("lines-devkit-id")).isEqualTo(TruthFormat.DEVKIT);
    assertThat(TruthFormat.named("name-wnid"))
        .isEqualTo(new TruthFormat(TruthLayout.NAME, LabelScheme.LABEL))
        .hasToString("name-label");
    assertThat(TruthFormat.named("folder-index"))
        .isEqualTo(new TruthFormat(TruthLayout.FOLDER, LabelScheme.INDEX));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> TruthFormat.named("imagenet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'imagenet'")
        .hasMessageContaining("devkit, ")
        .hasMessageContaining("csv-index-from-1");
  }
}
