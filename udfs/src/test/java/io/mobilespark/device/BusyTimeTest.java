// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Batches that overlap count once, and pauses not at all. */
class BusyTimeTest {
  private final BusyTime time = new BusyTime();

  @Test
  void theTimeWithOneBatchOrMoreIsCounted() {
    assertThat(time.started(100)).isZero();
    assertThat(time.started(130)).isEqualTo(30);
    assertThat(time.still(150)).isEqualTo(20);
    time.ended(150);
    assertThat(time.still(200)).isEqualTo(50);
    time.ended(201);
    assertThat(time.started(1000)).as("nothing was there").isZero();
    assertThat(time.still(1007)).isEqualTo(7);
  }

  @Test
  void aClockThatWrapsAroundDoesNoHarm() {
    assertThat(time.started(Long.MAX_VALUE - 1)).isZero();
    assertThat(time.still(Long.MIN_VALUE + 2)).isEqualTo(4);
  }
}
