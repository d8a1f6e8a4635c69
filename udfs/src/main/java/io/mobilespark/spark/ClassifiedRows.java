package io.mobilespark.spark;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.BatchClassifier;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.Predictor;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.inference.StageTimes.Stage;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one split: reads pictures until a batch is full, classifies the batch, hands out its
 * rows, and so on. Everything native belongs to the task's resources.
 */
final class ClassifiedRows implements Iterator<Row> {
  private final ClassifySplit work;
  private final PictureSplit split;
  private final TaskContext task;
  private final StageTimes times = new StageTimes();
  private final PictureReader reader;
  private final RecordBatcher batcher;
  private final BatchClassifier classifier;
  private int next;
  private @Nullable FetchedPicture held;
  private Iterator<Prediction> done = Collections.emptyIterator();

  ClassifiedRows(
      ClassifySplit work, PictureSplit split, TaskContext task, TaskResources resources) {
    this.work = work;
    this.split = split;
    this.task = task;
    ImageLimits images = work.limits().image();
    this.reader = new PictureReader(work.hadoop().value().value(), images.maxEncodedBytes());
    ExecutorModels.Lease lease =
        resources.own(
            ExecutorModels.shared()
                .lease(
                    work.modelKey(), () -> Predictor.open(work.network().value(), work.session())));
    resources.own(() -> work.metrics().task(times, lease.loaded() ? 1 : 0));
    this.batcher =
        resources.own(
            new RecordBatcher(
                "task " + task.taskAttemptId(), work.limits().batch(), images.maxEncodedBytes()));
    this.classifier =
        resources.own(
            new BatchClassifier(
                lease.predictor(),
                Presets.byName(work.rows().preset()),
                new BatchClassifier.Limits(
                    images, work.limits().batch().maxRows(), work.limits().topK())));
  }

  @Override
  public boolean hasNext() {
    while (!done.hasNext()) {
      if (!fill()) {
        return false;
      }
      RecordBatch batch = batcher.batch();
      List<Prediction> predictions = classifier.classify(batch, times);
      work.metrics().batch(predictions, batch.bytes());
      batcher.clear();
      done = predictions.iterator();
    }
    return true;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return work.rows().row(done.next());
  }

  /** Fills the batch; false when there is nothing left to fill it with. */
  private boolean fill() {
    while (held != null || next < split.size()) {
      if (task.isInterrupted()) {
        throw new TaskKilledException("killed");
      }
      FetchedPicture picture = held == null ? read() : held;
      long start = System.nanoTime();
      boolean added = batcher.add(picture);
      times.add(Stage.BATCH, start);
      held = added ? null : picture;
      if (!added) {
        return true;
      }
    }
    return !batcher.isEmpty();
  }

  private FetchedPicture read() {
    long start = System.nanoTime();
    try {
      FetchedPicture picture = reader.read(split.paths().get(next), split.lengths()[next]);
      next++;
      return picture;
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new TaskKilledException("interrupted while reading " + split.paths().get(next));
    } finally {
      times.add(Stage.READ, start);
    }
  }
}
