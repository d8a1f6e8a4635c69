// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.RecordBatch;

/**
 * The pictures between reading and rows of one attempt at a task, which may be its last. Used by
 * the task's thread.
 */
public sealed interface PicturesInHand extends AutoCloseable
    permits UnnotedPictures, NotedPictures {
  /** Whether it is noted what is in hand: a batch has to be done before the next one begins. */
  boolean noted();

  /** Where a batch ends, of which so much is asked for. */
  BatchLimits limits(BatchLimits asked);

  /** A picture that was read, or the reason why it is not to be touched. */
  FetchedPicture admitted(FetchedPicture picture);

  /** Whether a picture has to be a batch of its own. */
  boolean goesAlone(FetchedPicture picture);

  /**
   * Does what may end the process, in its turn.
   *
   * @param batch what is worked on
   * @throws org.apache.spark.TaskKilledException when the task is killed while it waits
   */
  void handle(RecordBatch batch, Runnable work);

  /** Nothing is in hand any more. Further calls do nothing. */
  @Override
  void close();
}
