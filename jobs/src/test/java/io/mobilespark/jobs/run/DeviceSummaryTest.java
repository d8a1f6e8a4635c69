// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.device.DeviceTimes;
import io.mobilespark.device.GpuUse;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the end of a run says of devices, each thing once however many waves there were. */
class DeviceSummaryTest {
  private final DeviceSummary summary = new DeviceSummary();

  @Test
  void nothingIsSaidOfCpusThatWereAskedFor() {
    summary.add(Set.of(), DeviceTimes.NONE, GpuUse.NONE);
    assertThat(summary.lines()).isEmpty();
  }

  @Test
  void wavesAddUp() {
    GpuUse use = new GpuUse(10, 900, 20_000, 81_559, Set.of("nvidia-smi ended with code 9"));
    summary.add(Set.of(), new DeviceTimes(64, 128_000_000, 1, 64, 64, 1, 0, 500_000_000), use);
    summary.add(
        Set.of(),
        new DeviceTimes(64, 0, 1, 32, 64, 1, 2_500_000_000L, 500_000_000),
        new GpuUse(10, 700, 20_312, 81_559, Set.of("nvidia-smi ended with code 9")));
    assertThat(summary.lines())
        .containsExactly(
            "2 shared batches, 75 % full, 1.0 ms in the queue, devices busy 1.0 s",
            "GPUs in use 80 % of the time, by 20 readings of the driver",
            "GPU memory in use: at most 20,312 of 81,559 MiB",
            "GPU utilisation is not known in full: nvidia-smi ended with code 9",
            "networks opened in 2.5 s, with a first batch and what was compiled",
            "out of memory: batches were halved 2 times; --device-batch sets their size");
  }

  @Test
  void whyTheCpuWasTakenIsSaidOnce() {
    for (int wave = 0; wave < 3; wave++) {
      summary.add(Set.of("no GPU"), DeviceTimes.NONE, GpuUse.NONE);
    }
    assertThat(summary.lines()).containsExactly("cpu: no GPU");
  }
}
