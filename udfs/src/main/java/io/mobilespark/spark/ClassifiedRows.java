package io.mobilespark.spark;

import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.BatchClassifier;
import io.mobilespark.inference.BatchClassifier.Classifier;
import io.mobilespark.inference.Prediction;
import io.mobilespark.inference.StageTimes;
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
 * The rows of one split: reads pictures until a batch is full, classifies the batch, hands out its
 * rows, and so on. Everything native belongs to the task's resources.
 */
final class ClassifiedRows implements Iterator<Row> {
  private final ClassifySplit work;
  private final StageTimes times = new StageTimes();
  private final TaskBatches batches;
  private final BatchClassifier classifier;
  private long loads;
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
                    task::isInterrupted)));
    List<Classifier> classifiers = new ArrayList<>();
    for (ClassifySplit.SentModel model : work.models()) {
      ExecutorModels.Lease lease = resources.own(lease(model));
      loads += lease.loaded() ? 1 : 0;
      classifiers.add(new Classifier(lease.predictor(), Presets.byName(model.rows().preset())));
    }
    resources.own(() -> work.metrics().task(times, loads));
    RecordBatcher batcher =
        resources.own(
            new RecordBatcher(
                "task " + task.taskAttemptId(), work.limits().batch(), images.maxEncodedBytes()));
    this.batches = new TaskBatches(pictures, batcher, task, times);
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
      if (!batches.fill()) {
        return false;
      }
      RecordBatch batch = batches.batch();
      List<Prediction> predictions = classifier.classify(batch, times);
      work.metrics().batch(predictions, work.models().size(), batch.bytes());
      labels = batch.labels();
      batches.clear();
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
}
