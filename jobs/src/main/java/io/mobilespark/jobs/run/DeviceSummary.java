package io.mobilespark.jobs.run;

import io.mobilespark.device.DeviceTimes;
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

  void add(LabelMetrics metrics) {
    notes.addAll(metrics.deviceNotes());
    times = times.plus(metrics.device());
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
    if (times.openNanos() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "networks opened in %.1f s, with a first batch and what was compiled",
              times.openNanos() / 1e9));
    }
    if (times.halvings() > 0) {
      lines.add(
          "out of memory: batches were halved %d times; --device-batch sets their size"
              .formatted(times.halvings()));
    }
    return lines;
  }
}
