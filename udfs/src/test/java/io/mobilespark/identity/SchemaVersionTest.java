// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import org.junit.jupiter.api.Test;

class SchemaVersionTest {
  @Test
  void whatALaterVersionWroteIsRefused() {
    for (int version = 0; version <= SchemaVersion.CURRENT; version++) {
      int earlier = version;
      assertThatCode(() -> SchemaVersion.requireReadable(earlier, "the table t"))
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(
            () -> SchemaVersion.requireReadable(SchemaVersion.CURRENT + 1, "the table t"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageStartingWith("the table t has the schema version ")
        .hasMessageNotContaining("\n");
  }
}
