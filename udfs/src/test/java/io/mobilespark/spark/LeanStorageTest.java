// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.junit.jupiter.api.Test;

class LeanStorageTest {
  private static final String STATISTICS =
      CommonConfigurationKeys.IOSTATISTICS_THREAD_LEVEL_ENABLED;

  @Test
  void settingsOfHadoopAreWithoutStatisticsPerThread() {
    LeanStorage.here();
    LeanStorage.here();
    assertThat(new Configuration().get(STATISTICS)).isEqualTo("false");
  }

  @Test
  void whatIsSetSomewhereElseHolds() {
    LeanStorage.here();
    Configuration hadoop = new Configuration();
    hadoop.set(STATISTICS, "true");
    assertThat(hadoop.get(STATISTICS)).isEqualTo("true");
  }
}
