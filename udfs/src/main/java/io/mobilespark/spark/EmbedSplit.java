// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.spark.crash.CrashWatch;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.PrefetchLimits;
import io.mobilespark.storage.TaskStorage;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The work of a task: a split of pictures in, one row of features per picture out, lazily and in
 * order. What travels to the executors is what stands here.
 *
 * @param hadoop how storage is reached
 * @param network with its weights, sent to each executor once
 * @param rows maps embeddings to rows; also holds the preset's name
 * @param limits of batches and pictures
 * @param session how the network computes
 * @param metrics what the task reports
 * @param crashes how pictures are found that end the process
 */
public record EmbedSplit(
    Broadcast<SerializableConfiguration> hadoop,
    Broadcast<ServedNetwork> network,
    EmbeddingRows rows,
    Limits limits,
    SessionSettings session,
    LabelMetrics metrics,
    CrashWatch crashes)
    implements PictureWork {

  /**
   * What a task may take.
   *
   * @param batch where a record batch ends
   * @param image what a picture may ask for
   * @param prefetch how far reading runs ahead
   */
  public record Limits(BatchLimits batch, ImageLimits image, PrefetchLimits prefetch)
      implements Serializable {}

  /** Equal for tasks that can share a loaded model. */
  String key() {
    return "features " + rows.model() + " " + rows.preset() + " " + session;
  }

  @Override
  public Iterator<Row> rows(Function<TaskStorage, PictureStream> source) {
    TaskContext task = TaskContext.get();
    TaskResources resources = new TaskResources();
    // Runs on success, failure and kill alike, and before the task's thread is given back.
    task.addTaskCompletionListener((TaskCompletionListener) ended -> resources.close());
    return new EmbeddedRows(this, source, task, resources);
  }
}
