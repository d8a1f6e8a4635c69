// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.spark.crash.PicturesInHand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Takes each batch in its turn, and goes ahead of no batch where it is noted which pictures are in
 * hand: what a device still computes could end the process under the note of others.
 */
final class GuardedClassifier implements TaskClassifier {
  private final TaskClassifier classifier;
  private final PicturesInHand inHand;
  private final Deque<List<Prediction>> done = new ArrayDeque<>();

  /** Both stay the task's. */
  GuardedClassifier(TaskClassifier classifier, PicturesInHand inHand) {
    this.classifier = classifier;
    this.inHand = inHand;
  }

  @Override
  public boolean wantsMore() {
    return inHand.noted() ? done.isEmpty() : classifier.wantsMore();
  }

  @Override
  public boolean hasPending() {
    return !done.isEmpty() || classifier.hasPending();
  }

  @Override
  public void submit(RecordBatch batch, StageTimes times) {
    inHand.handle(
        batch,
        () -> {
          classifier.submit(batch, times);
          if (inHand.noted()) {
            done.add(classifier.take(times));
          }
        });
  }

  @Override
  public List<Prediction> take(StageTimes times) {
    return done.isEmpty() ? classifier.take(times) : done.remove();
  }

  @Override
  public DeviceTimes deviceTimes() {
    return classifier.deviceTimes();
  }

  @Override
  public void close() {
    classifier.close();
  }
}
