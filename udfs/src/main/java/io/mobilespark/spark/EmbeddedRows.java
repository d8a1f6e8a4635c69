// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.device.DeviceTimes;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.BatchEmbedder;
import io.mobilespark.inference.Embedding;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.spark.crash.PicturesInHand;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.TaskStorage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;

/**
 * The rows of one split: reads pictures until a batch is full, embeds the batch, hands out its
 * rows, and so on. Everything native belongs to the task's resources.
 */
final class EmbeddedRows implements Iterator<Row> {
  private final EmbedSplit work;
  private final StageTimes times = new StageTimes();
  private final TaskReport report;
  private final PicturesInHand inHand;
  private final TaskBatches batches;
  private final BatchEmbedder embedder;
  private Iterator<Embedding> done = Collections.emptyIterator();
  private Iterator<Optional<String>> labels = Collections.emptyIterator();

  EmbeddedRows(
      EmbedSplit work,
      Function<TaskStorage, PictureStream> source,
      TaskContext task,
      TaskResources resources) {
    this.work = work;
    ImageLimits images = work.limits().image();
    PictureStream pictures =
        resources.own(
            source.apply(
                new TaskStorage(
                    work.hadoop().value().value(),
                    images.maxEncodedBytes(),
                    work.limits().prefetch(),
                    task::isInterrupted,
                    work.metrics()::leftOut)));
    this.inHand = resources.own(work.crashes().open(task, work.hadoop().value().value()));
    ExecutorModels.Lease lease =
        resources.own(
            ExecutorModels.shared()
                .lease(work.key(), () -> Predictor.open(work.network().value(), work.session())));
    BatchLimits limits = inHand.limits(work.limits().batch());
    this.report = new TaskReport(work.metrics(), times, limits.maxRows());
    resources.own(() -> report.ended(lease.loaded() ? 1 : 0, DeviceTimes.NONE, ""));
    RecordBatcher batcher =
        resources.own(
            new RecordBatcher("task " + task.taskAttemptId(), limits, images.maxEncodedBytes()));
    this.batches = new TaskBatches(pictures, batcher, inHand, task, times);
    this.embedder =
        resources.own(
            new BatchEmbedder(
                lease.predictor(), Presets.byName(work.rows().preset()), images, limits.maxRows()));
  }

  @Override
  public boolean hasNext() {
    while (!done.hasNext()) {
      if (!batches.fill()) {
        return false;
      }
      RecordBatch batch = batches.batch();
      List<Embedding> embeddings = new ArrayList<>();
      inHand.handle(batch, () -> embeddings.addAll(embedder.embed(batch, times)));
      report.encoded(batch.bytes());
      report.batch(embeddings, 1);
      labels = batch.labels().iterator();
      batches.clear();
      done = embeddings.iterator();
    }
    return true;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return work.rows().row(done.next(), labels.next());
  }
}
