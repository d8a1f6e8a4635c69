// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WaveSizeTest {
  @Test
  void aUnitPerCore() {
    assertThat(new WaveSize(3, OptionalInt.empty()).next(0)).isEqualTo(30_000);
    assertThat(new WaveSize(3, OptionalInt.empty()).next(1e6)).isEqualTo(30_000);
  }

  @Test
  void noMoreThanFiveMinutesOnceTheRateIsKnown() {
    assertThat(new WaveSize(2, OptionalInt.empty()).next(10)).isEqualTo(3_000);
    assertThat(new WaveSize(2, OptionalInt.empty()).next(1e-9)).isEqualTo(2);
  }

  @Test
  void whatIsAskedForWhateverTheRate() {
    assertThat(new WaveSize(4, OptionalInt.of(25)).next(0)).isEqualTo(100);
    assertThat(new WaveSize(4, OptionalInt.of(25)).next(0.01)).isEqualTo(100);
  }
}
