// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkReleaseTest {
  @ParameterizedTest
  @ValueSource(strings = {"3.5.9", "3.0.0-SNAPSHOT", "2.4.8.vendor-7", "3"})
  void olderOnesAreRefusedInOneLine(String version) {
    assertThatThrownBy(() -> SparkRelease.check(version))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "This is Spark %s, and MobileSpark needs Spark 4.0 or later for Scala 2.13", version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0.0", "4.1.2-vendor.1", "4.3.0", "10.0", "vendor-next"})
  void thisAndLaterOnesAreNot(String version) {
    assertThatCode(() -> SparkRelease.check(version)).doesNotThrowAnyException();
  }

  @Test
  void theBuildsOwnIsNewEnough() {
    assertThatCode(SparkRelease::check).doesNotThrowAnyException();
  }
}
