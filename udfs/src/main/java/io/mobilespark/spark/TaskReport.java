// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.device.DeviceTimes;
import io.mobilespark.device.GpuMonitor;
import io.mobilespark.image.Caveats;
import io.mobilespark.inference.Embedding.Embedded;
import io.mobilespark.inference.Prediction.Classified;
import io.mobilespark.inference.Prediction.Rejected;
import io.mobilespark.inference.StageTimes;
import java.util.List;

/**
 * What one task tells of itself while it runs: to the run's metrics and to the counters of its JVM.
 */
final class TaskReport {
  private final LabelMetrics metrics;
  private final PictureCounters counters = PictureCounters.here();
  private final StageTimes times;
  private final StageSteps steps = new StageSteps();
  private final int batchPlaces;

  /**
   * A report that begins.
   *
   * @param times of the task, which grow
   * @param batchPlaces pictures that fill a batch
   */
  TaskReport(LabelMetrics metrics, StageTimes times, int batchPlaces) {
    this.metrics = metrics;
    this.times = times;
    this.batchPlaces = batchPlaces;
  }

  /** Pictures were read. */
  void encoded(long bytes) {
    metrics.encoded(bytes);
    counters.encoded(bytes);
  }

  /**
   * A batch is done.
   *
   * @param outcomes predictions or embeddings, for each picture one a model
   */
  void batch(List<?> outcomes, int models) {
    int pictures = outcomes.size() / models;
    metrics.batch(pictures, batchPlaces);
    counters.batch(pictures, batchPlaces);
    for (int i = 0; i < outcomes.size(); i += models) {
      Object outcome = outcomes.get(i);
      if (outcome instanceof Rejected rejected) {
        metrics.rejected(rejected);
        counters.rejected(rejected.reason());
      } else if (caveats(outcome).turnIgnored()) {
        metrics.turnIgnored();
      }
    }
    stages();
  }

  private static Caveats caveats(Object outcome) {
    return outcome instanceof Classified classified
        ? classified.caveats()
        : ((Embedded) outcome).caveats();
  }

  /** The task ends. */
  void ended(long loads, DeviceTimes device, String note) {
    stages();
    metrics.loads(loads);
    counters.loads(loads);
    metrics.device(device, note);
    metrics.gpus(GpuMonitor.here().since());
    counters.device(device);
  }

  private void stages() {
    steps.tell(
        times,
        (stage, nanos) -> {
          metrics.stage(stage, nanos);
          counters.stage(stage, nanos);
        });
  }
}
