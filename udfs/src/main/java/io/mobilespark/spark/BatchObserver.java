// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.inference.InferredBatch;
import io.mobilespark.inference.StageTimes;

/** Told by a task of what it does, in its thread. */
public interface BatchObserver {
  /** Hears nothing. */
  BatchObserver NONE =
      new BatchObserver() {
        @Override
        public void opened(long loads) {}

        @Override
        public void inferred(InferredBatch batch, long bytes, StageTimes times) {}
      };

  /** The networks are there; {@code loads} of them had to be loaded for this task. */
  void opened(long loads);

  /**
   * A batch is inferred.
   *
   * @param bytes of its encoded pictures
   * @param times of the task so far
   */
  void inferred(InferredBatch batch, long bytes, StageTimes times);
}
