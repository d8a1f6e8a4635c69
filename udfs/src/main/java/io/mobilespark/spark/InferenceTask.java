// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.Presets;
import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.BatchInference;
import io.mobilespark.inference.BatchInference.Asked;
import io.mobilespark.inference.InferredBatch;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * One task's way from a column of encoded pictures to what networks say of them: add pictures until
 * one does not fit, infer, and so on. Everything native is given back when the task ends, however
 * it ends.
 */
final class InferenceTask {
  private final int maxPictureBytes;
  private final int maxRows;
  private final StageTimes times = new StageTimes();
  private final RecordBatcher batcher;
  private final BatchInference inference;
  private long loads;

  InferenceTask(InferenceWork work, TaskContext task) {
    TaskResources resources = new TaskResources();
    task.addTaskCompletionListener((TaskCompletionListener) ended -> resources.close());
    this.maxRows = work.batch().maxRows();
    this.maxPictureBytes = work.image().maxEncodedBytes();
    List<Asked> asked = new ArrayList<>();
    for (SentNetwork sent : work.networks()) {
      SessionSettings session = work.session().in(sent.precision());
      ExecutorModels.Lease lease =
          resources.own(
              ExecutorModels.shared()
                  .lease(
                      ExecutorModels.key(sent.id(), sent.preset(), session),
                      () -> Predictor.open(sent.network().value(), session)));
      loads += lease.loaded() ? 1 : 0;
      asked.add(new Asked(lease.predictor(), Presets.byName(sent.preset()), sent.outputs()));
    }
    this.batcher =
        resources.own(
            new RecordBatcher("task " + task.taskAttemptId(), work.batch(), maxPictureBytes));
    this.inference = resources.own(new BatchInference(asked, work.image(), work.batch().maxRows()));
  }

  /**
   * Adds a picture to the batch.
   *
   * @param content null makes a row with a reason
   * @return false when it does not fit: infer and add it again
   */
  boolean add(byte @Nullable [] content) {
    long start = System.nanoTime();
    boolean added = batcher.add(picture(content));
    times.add(Stage.BATCH, start);
    return added;
  }

  boolean isEmpty() {
    return batcher.isEmpty();
  }

  /** Infers what was added since the last call. */
  Inferred infer() {
    RecordBatch batch = batcher.batch();
    long bytes = batch.bytes();
    InferredBatch inferred = inference.infer(batch, times);
    batcher.clear();
    return new Inferred(inferred, bytes);
  }

  int maxRows() {
    return maxRows;
  }

  StageTimes times() {
    return times;
  }

  long loads() {
    return loads;
  }

  private FetchedPicture picture(byte @Nullable [] content) {
    if (content == null) {
      return new Unfetched("", RejectionReason.EMPTY.name(), "the content is null");
    }
    if (content.length > maxPictureBytes) {
      return new Unfetched(
          "",
          RejectionReason.TOO_LARGE.name(),
          String.format(
              Locale.ROOT, "has %d bytes, more than %d", content.length, maxPictureBytes));
    }
    return new Encoded("", content);
  }

  /**
   * A batch after inference.
   *
   * @param bytes of its encoded pictures
   */
  record Inferred(InferredBatch batch, long bytes) {}
}
