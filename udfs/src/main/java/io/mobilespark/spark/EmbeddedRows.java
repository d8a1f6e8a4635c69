package io.mobilespark.spark;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.image.Presets;
import io.mobilespark.inference.BatchEmbedder;
import io.mobilespark.inference.Embedding;
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
 * The rows of one split: reads pictures until a batch is full, embeds the batch, hands out its
 * rows, and so on. Everything native belongs to the task's resources.
 */
final class EmbeddedRows implements Iterator<Row> {
  private final EmbedSplit work;
  private final PictureSplit split;
  private final TaskContext task;
  private final StageTimes times = new StageTimes();
  private final PictureReader reader;
  private final RecordBatcher batcher;
  private final BatchEmbedder embedder;
  private int next;
  private @Nullable FetchedPicture held;
  private Iterator<Embedding> done = Collections.emptyIterator();

  EmbeddedRows(EmbedSplit work, PictureSplit split, TaskContext task, TaskResources resources) {
    this.work = work;
    this.split = split;
    this.task = task;
    ImageLimits images = work.limits().image();
    this.reader = new PictureReader(work.hadoop().value().value(), images.maxEncodedBytes());
    ExecutorModels.Lease lease =
        resources.own(
            ExecutorModels.shared()
                .lease(work.key(), () -> Predictor.open(work.network().value(), work.session())));
    resources.own(() -> work.metrics().task(times, lease.loaded() ? 1 : 0));
    this.batcher =
        resources.own(
            new RecordBatcher(
                "task " + task.taskAttemptId(), work.limits().batch(), images.maxEncodedBytes()));
    this.embedder =
        resources.own(
            new BatchEmbedder(
                lease.predictor(),
                Presets.byName(work.rows().preset()),
                images,
                work.limits().batch().maxRows()));
  }

  @Override
  public boolean hasNext() {
    while (!done.hasNext()) {
      if (!fill()) {
        return false;
      }
      RecordBatch batch = batcher.batch();
      List<Embedding> embeddings = embedder.embed(batch, times);
      work.metrics().embedded(embeddings, batch.bytes());
      batcher.clear();
      done = embeddings.iterator();
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
