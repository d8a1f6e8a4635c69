// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.device.DeviceTimes;
import io.mobilespark.device.GpuUse;
import io.mobilespark.spark.LabelMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What the tasks of a run saw of their devices, wave by wave. */
final class DeviceSummary {
  private final Set<String> notes = new TreeSet<>();
  private DeviceTimes times = DeviceTimes.NONE;
  private GpuUse gpus = GpuUse.NONE;

  void add(LabelMetrics metrics) {
    add(metrics.deviceNotes(), metrics.device(), metrics.gpus());
  }

  void add(Set<String> why, DeviceTimes more, GpuUse use) {
    notes.addAll(why);
    times = times.plus(more);
    gpus = gpus.plus(use);
  }

  /** Lines for a terminal: none where tasks computed on CPUs as they were told. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    notes.forEach(note -> lines.add("cpu: " + note));
    if (times.batches() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,d shared batches, %.0f %% full, %.1f ms in the queue, devices busy %.1f s",
              times.batches(),
              100.0 * times.batchPictures() / times.batchPlaces(),
              times.queueNanos() / 1e6 / Math.max(1, times.pictures()),
              times.busyNanos() / 1e9));
    }
    if (gpus.readings() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "GPUs in use %.0f %% of the time, by %,d readings of the driver",
              (double) gpus.utilisation() / gpus.readings(),
              gpus.readings()));
    }
    if (gpus.mostMemory() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "GPU memory in use: at most %,d of %,d MiB",
              gpus.mostMemory(),
              gpus.memory()));
    }
    gpus.problems().stream()
        .sorted()
        .forEach(problem -> lines.add("GPU utilisation is not known in full: " + problem));
    if (times.openNanos() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "networks opened in %.1f s, with a first batch and what was compiled",
              times.openNanos() / 1e9));
    }
    if (times.halvings() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "out of memory: batches were halved %d times; --device-batch sets their size",
              times.halvings()));
    }
    return lines;
  }
}
