// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.spark.crash.CrashWatch;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.PrefetchLimits;
import io.mobilespark.storage.TaskStorage;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.SessionSettings;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The work of a task: a split of pictures in, one row per picture out, lazily and in order. What
 * travels to the executors is what stands here.
 *
 * @param hadoop how storage is reached
 * @param models one or several; every picture is read and decoded once for all of them
 * @param limits of batches, of pictures, and of the ranking
 * @param session how the networks compute, but for device and precision
 * @param device where they compute, and how it is fed
 * @param metrics what the task reports
 * @param crashes how pictures are found that end the process
 */
public record ClassifySplit(
    Broadcast<SerializableConfiguration> hadoop,
    List<SentModel> models,
    Limits limits,
    SessionSettings session,
    DeviceUse device,
    LabelMetrics metrics,
    CrashWatch crashes)
    implements PictureWork {

  /** Copies the models. */
  public ClassifySplit {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("A split is classified by at least one model");
    }
  }

  /** The work on a GPU where there is one, without notes. */
  public ClassifySplit(
      Broadcast<SerializableConfiguration> hadoop,
      List<SentModel> models,
      Limits limits,
      SessionSettings session,
      LabelMetrics metrics) {
    this(hadoop, models, limits, session, DeviceUse.DEFAULT, metrics, CrashWatch.NONE);
  }

  /**
   * What a task may take.
   *
   * @param batch where a record batch ends
   * @param image what a picture may ask for
   * @param topK classes kept per picture
   * @param prefetch how far reading runs ahead
   */
  public record Limits(BatchLimits batch, ImageLimits image, int topK, PrefetchLimits prefetch)
      implements Serializable {
    /** With the default limits of reading ahead. */
    public Limits(BatchLimits batch, ImageLimits image, int topK) {
      this(batch, image, topK, PrefetchLimits.DEFAULT);
    }
  }

  @Override
  public Iterator<Row> rows(Function<TaskStorage, PictureStream> source) {
    TaskContext task = TaskContext.get();
    TaskResources resources = new TaskResources();
    // Runs on success, failure and kill alike, and before the task's thread is given back.
    task.addTaskCompletionListener((TaskCompletionListener) ended -> resources.close());
    return new ClassifiedRows(this, source, task, resources);
  }

  /**
   * A model on its way to executors.
   *
   * @param network with its weights, sent to each executor once
   * @param rows maps its predictions to rows; also holds the preset's name
   * @param precision what it computes in
   */
  public record SentModel(
      Broadcast<ServedNetwork> network, PredictionRows rows, Precision precision)
      implements Serializable {

    /** Equal for tasks that can share a loaded model. */
    String key(SessionSettings session) {
      return ExecutorModels.key(rows.model(), rows.preset(), session.in(precision));
    }

    Predictor open(SessionSettings session) {
      return Predictor.open(network.value(), session.in(precision));
    }
  }
}
