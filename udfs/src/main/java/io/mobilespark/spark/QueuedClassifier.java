// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.inference.DeviceClassifier;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.StageTimes;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/** Hands batches to a device that all tasks share, and goes ahead of it by a bounded number. */
final class QueuedClassifier implements TaskClassifier {
  private final DeviceClassifier classifier;
  private final TaskContext task;
  private final int aheadPictures;

  /**
   * Takes over the classifier.
   *
   * @param aheadPictures that one task may have under way, before and on the device
   */
  QueuedClassifier(DeviceClassifier classifier, TaskContext task, int aheadPictures) {
    this.classifier = classifier;
    this.task = task;
    this.aheadPictures = aheadPictures;
  }

  @Override
  public boolean wantsMore() {
    return classifier.pendingPictures() < aheadPictures;
  }

  @Override
  public boolean hasPending() {
    return classifier.pendingPictures() > 0;
  }

  @Override
  public void submit(RecordBatch batch, StageTimes times) {
    try {
      classifier.submit(batch, times);
    } catch (InterruptedException | CancellationException e) {
      throw ended(e);
    }
  }

  @Override
  public List<Prediction> take(StageTimes times) {
    try {
      return classifier.take(times);
    } catch (InterruptedException | CancellationException e) {
      throw ended(e);
    }
  }

  @Override
  public DeviceTimes deviceTimes() {
    return classifier.deviceTimes();
  }

  @Override
  public void close() {
    classifier.close();
  }

  private RuntimeException ended(Exception cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    } else if (!task.isInterrupted()) {
      return new IllegalStateException("The device's queue was closed under a task", cause);
    }
    return new TaskKilledException("killed while waiting for the device");
  }
}
