// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.inference.BatchClassifier;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.StageTimes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Computes every batch at once, in the task's own thread. */
final class DirectClassifier implements TaskClassifier {
  private final BatchClassifier classifier;
  private final Deque<List<Prediction>> done = new ArrayDeque<>();

  /** Takes over the classifier. */
  DirectClassifier(BatchClassifier classifier) {
    this.classifier = classifier;
  }

  @Override
  public boolean wantsMore() {
    return done.isEmpty();
  }

  @Override
  public boolean hasPending() {
    return !done.isEmpty();
  }

  @Override
  public void submit(RecordBatch batch, StageTimes times) {
    done.add(classifier.classify(batch, times));
  }

  @Override
  public List<Prediction> take(StageTimes times) {
    return done.remove();
  }

  @Override
  public DeviceTimes deviceTimes() {
    return DeviceTimes.NONE;
  }

  @Override
  public void close() {
    classifier.close();
  }
}
