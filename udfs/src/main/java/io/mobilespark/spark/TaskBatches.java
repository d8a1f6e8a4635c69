// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.spark.crash.PicturesInHand;
import io.mobilespark.storage.PictureStream;
import java.io.InterruptedIOException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.jspecify.annotations.Nullable;

/** The pictures of a task as record batches, one after the other in the same memory. */
final class TaskBatches {
  private final PictureStream pictures;
  private final RecordBatcher batcher;
  private final PicturesInHand inHand;
  private final TaskContext task;
  private final StageTimes times;
  private @Nullable FetchedPicture held;

  /** Batches of a stream; stream, batcher and what is in hand stay the task's. */
  TaskBatches(
      PictureStream pictures,
      RecordBatcher batcher,
      PicturesInHand inHand,
      TaskContext task,
      StageTimes times) {
    this.pictures = pictures;
    this.batcher = batcher;
    this.inHand = inHand;
    this.task = task;
    this.times = times;
  }

  /**
   * Reads pictures until the batch is full or nothing is left.
   *
   * @return false when the batch is empty and nothing is left to fill it with
   * @throws TaskKilledException when the task is killed meanwhile
   */
  boolean fill() {
    while (true) {
      if (task.isInterrupted()) {
        throw new TaskKilledException("killed");
      }
      FetchedPicture picture = held == null ? read() : held;
      if (picture == null) {
        return !batcher.isEmpty();
      }
      boolean alone = inHand.goesAlone(picture);
      long start = System.nanoTime();
      boolean added = (!alone || batcher.isEmpty()) && batcher.add(picture);
      times.add(Stage.BATCH, start);
      held = added ? null : picture;
      if (!added || alone) {
        return true;
      }
    }
  }

  /** What was read; valid until {@link #clear()}. */
  RecordBatch batch() {
    return batcher.batch();
  }

  void clear() {
    batcher.clear();
  }

  /** The next picture, or null behind the last. */
  private @Nullable FetchedPicture read() {
    long start = System.nanoTime();
    try {
      return pictures.hasNext() ? inHand.admitted(pictures.next()) : null;
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new TaskKilledException("interrupted while reading: " + e.getMessage());
    } finally {
      times.add(Stage.READ, start);
    }
  }
}
