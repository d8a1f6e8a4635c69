// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.spark.crash.PicturesInHand;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.TaskStorage;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;

/**
 * The rows of one split: reads pictures until a batch is full, classifies the batch, hands out its
 * rows, and so on. Everything native belongs to the task's resources.
 */
final class ClassifiedRows implements Iterator<Row> {
  private final ClassifySplit work;
  private final StageTimes times = new StageTimes();
  private final TaskReport report;
  private final TaskBatches batches;
  private final TaskClassifier classifier;
  // The labels of the batches whose predictions were not taken yet.
  private final Deque<List<Optional<String>>> submitted = new ArrayDeque<>();
  // Predictions come picture by picture, the models of each in their order.
  private int turn;
  private Iterator<Prediction> done = Collections.emptyIterator();
  private List<Optional<String>> labels = List.of();

  ClassifiedRows(
      ClassifySplit work,
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
    PicturesInHand inHand = resources.own(work.crashes().open(task, work.hadoop().value().value()));
    TaskNetworks networks = new TaskNetworks(work, task, resources);
    this.classifier = new GuardedClassifier(networks.classifier(), inHand);
    BatchLimits batch = inHand.limits(work.limits().batch());
    this.report = new TaskReport(work.metrics(), times, batch.maxRows());
    resources.own(
        () ->
            report.ended(
                networks.loads(),
                classifier.deviceTimes().plus(networks.opening()),
                networks.note()));
    RecordBatcher batcher =
        resources.own(
            new RecordBatcher("task " + task.taskAttemptId(), batch, images.maxEncodedBytes()));
    this.batches = new TaskBatches(pictures, batcher, inHand, task, times);
  }

  @Override
  public boolean hasNext() {
    while (!done.hasNext()) {
      while (classifier.wantsMore() && batches.fill()) {
        submit(batches.batch());
        batches.clear();
      }
      if (!classifier.hasPending()) {
        return false;
      }
      List<Prediction> predictions = classifier.take(times);
      labels = submitted.remove();
      report.batch(predictions, work.models().size());
      done = predictions.iterator();
      turn = 0;
    }
    return true;
  }

  private void submit(RecordBatch batch) {
    report.encoded(batch.bytes());
    classifier.submit(batch, times);
    submitted.add(batch.labels());
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int models = work.models().size();
    Row row = work.models().get(turn % models).rows().row(done.next(), labels.get(turn / models));
    turn++;
    return row;
  }
}
