// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import org.junit.jupiter.api.Test;

/** A locale that cannot spell a name fails in one line, and not by missing files. */
class SpelledNamesTest {
  @Test
  void namesThatTheLocaleKnowsAreAsGoodAsAny() {
    assertThatCode(() -> SpelledNames.require("file:/a.jpg", "ANSI_X3.4-1968"))
        .doesNotThrowAnyException();
    assertThatCode(() -> SpelledNames.require("file:/é写.jpg", "UTF-8")).doesNotThrowAnyException();
    assertThatCode(() -> SpelledNames.require("file:/é.jpg", "ISO-8859-1"))
        .doesNotThrowAnyException();
  }

  @Test
  void othersAreRefusedWithWhatToSet() {
    assertThatThrownBy(() -> SpelledNames.require("file:/é.jpg", "ANSI_X3.4-1968"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("ANSI_X3.4-1968, and not file:/é.jpg; LC_ALL=C.UTF-8")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> SpelledNames.require("file:/写.jpg", "ISO-8859-1"))
        .isInstanceOf(MobileSparkException.class);
  }
}
