// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of {@code nvidia-smi}, and what is none. */
class GpuReadingTest {
  @Test
  void everyFigureIsRead() {
    GpuReading reading = GpuReading.parse("3, GPU-8a2f-11, 97, 41, 20312, 81559").orElseThrow();
    assertThat(reading)
        .isEqualTo(
            new GpuReading(
                3,
                "GPU-8a2f-11",
                OptionalLong.of(97),
                OptionalLong.of(41),
                OptionalLong.of(20312),
                OptionalLong.of(81559)));
    assertThat(GpuUse.of(reading)).isEqualTo(new GpuUse(1, 97, 20312, 81559, Set.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[N/A]", "N/A", "[Not Supported]", "[GPU requires reset]"})
  void whatTheDriverDoesNotTellIsEmpty(String untold) {
    GpuReading reading =
        GpuReading.parse(String.format(Locale.ROOT, "0,GPU-1,%s,%s,5,10", untold, untold))
            .orElseThrow();
    assertThat(reading.utilisation()).isEmpty();
    assertThat(reading.memoryUtilisation()).isEmpty();
    assertThat(reading.memoryUsed()).hasValue(5);
    assertThat(GpuUse.of(reading)).isEqualTo(new GpuUse(0, 0, 5, 10, Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "No devices were found",
        "index, uuid, utilization.gpu [%], utilization.memory [%], memory.used [MiB]",
        "0, GPU-1, 97 %, 41 %, 20312 MiB, 81559 MiB",
        "0, GPU-1, 97, 41, 20312",
        "0, GPU-1, 97, 41, 20312, 81559, 1",
        "x, GPU-1, 97, 41, 20312, 81559",
        "0, GPU-1, -1, 41, 20312, 81559",
        "0, GPU-1, 97, 41, 20312, 99999999999999999999",
        "0, GPU-1, 97, , 20312, 81559",
      })
  void otherLinesAreNoReadings(String line) {
    assertThat(GpuReading.parse(line)).isEmpty();
  }

  @Test
  void readingsAddUpAndTheMostMemoryIsKept() {
    GpuUse both =
        new GpuUse(2, 150, 900, 1000, Set.of("b"))
            .plus(new GpuUse(1, 30, 901, 2000, Set.of("a")))
            .plus(new GpuUse(1, 20, 10, 3000, Set.of("a")));
    assertThat(both).isEqualTo(new GpuUse(4, 200, 901, 2000, Set.of("a", "b")));
  }
}
