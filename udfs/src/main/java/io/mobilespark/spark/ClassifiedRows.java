package io.mobilespark.spark;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.BatchClassifier;
import io.mobilespark.inference.BatchClassifier.Classifier;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.StageTimes;
import io.mobilespark.inference.StageTimes.Stage;
import io.mobilespark.storage.PictureStream;
import io.mobilespark.storage.TaskStorage;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
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
  private final PictureStream pictures;
  private final TaskContext task;
  private final StageTimes times = new StageTimes();
  private final RecordBatcher batcher;
  private final BatchClassifier classifier;
  private long loads;
  // Predictions come picture by picture, the models of each in their order.
  private int turn;
  private @Nullable FetchedPicture held;
  private Iterator<Prediction> done = Collections.emptyIterator();
  private List<Optional<String>> labels = List.of();

  ClassifiedRows(
      ClassifySplit work,
      Function<TaskStorage, PictureStream> source,
      TaskContext task,
      TaskResources resources) {
    this.work = work;
    this.task = task;
    ImageLimits images = work.limits().image();
    this.pictures =
        resources.own(
            source.apply(
                new TaskStorage(
                    work.hadoop().value().value(),
                    images.maxEncodedBytes(),
                    work.limits().prefetch(),
                    task::isInterrupted)));
    List<Classifier> classifiers = new ArrayList<>();
    for (ClassifySplit.SentModel model : work.models()) {
      ExecutorModels.Lease lease = resources.own(lease(model));
      loads += lease.loaded() ? 1 : 0;
      classifiers.add(new Classifier(lease.predictor(), Presets.byName(model.rows().preset())));
    }
    resources.own(() -> work.metrics().task(times, loads));
    this.batcher =
        resources.own(
            new RecordBatcher(
                "task " + task.taskAttemptId(), work.limits().batch(), images.maxEncodedBytes()));
    this.classifier =
        resources.own(
            new BatchClassifier(
                classifiers,
                new BatchClassifier.Limits(
                    images, work.limits().batch().maxRows(), work.limits().topK())));
  }

  private ExecutorModels.Lease lease(ClassifySplit.SentModel model) {
    return ExecutorModels.shared()
        .lease(model.key(work.session()), () -> model.open(work.session()));
  }

  @Override
  public boolean hasNext() {
    while (!done.hasNext()) {
      if (!fill()) {
        return false;
      }
      RecordBatch batch = batcher.batch();
      List<Prediction> predictions = classifier.classify(batch, times);
      work.metrics().batch(predictions, work.models().size(), batch.bytes());
      labels = batch.labels();
      batcher.clear();
      done = predictions.iterator();
      turn = 0;
    }
    return true;
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

  /** Fills the batch; false when there is nothing left to fill it with. */
  private boolean fill() {
    while (true) {
      if (task.isInterrupted()) {
        throw new TaskKilledException("killed");
      }
      FetchedPicture picture = held == null ? read() : held;
      if (picture == null) {
        return !batcher.isEmpty();
      }
      long start = System.nanoTime();
      boolean added = batcher.add(picture);
      times.add(Stage.BATCH, start);
      held = added ? null : picture;
      if (!added) {
        return true;
      }
    }
  }

  /** The next picture, or null behind the last. */
  private @Nullable FetchedPicture read() {
    long start = System.nanoTime();
    try {
      return pictures.hasNext() ? pictures.next() : null;
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new TaskKilledException("interrupted while reading: " + e.getMessage());
    } finally {
      times.add(Stage.READ, start);
    }
  }
}
