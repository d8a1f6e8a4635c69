// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.StageTimes;
import java.util.List;

/** One task's networks: batches in, their predictions out in order. Used by the task's thread. */
interface TaskClassifier extends AutoCloseable {
  /** Whether to hand in another batch before taking predictions. */
  boolean wantsMore();

  /** Whether predictions can be taken. */
  boolean hasPending();

  /** Hands in a batch, which may be cleared afterwards. */
  void submit(RecordBatch batch, StageTimes times);

  /** The predictions of the oldest batch: picture by picture, the models of each in their order. */
  List<Prediction> take(StageTimes times);

  /** What the task saw of a device that it shares. */
  DeviceTimes deviceTimes();

  @Override
  void close();
}
