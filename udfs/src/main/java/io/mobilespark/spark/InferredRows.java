// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.inference.InferredBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.jspecify.annotations.Nullable;

/**
 * Rows with encoded pictures in, the same rows with what networks say of them out: lazily, in
 * order, holding one batch of rows at a time.
 *
 * @param <I> a row in
 * @param <O> a row out
 */
public final class InferredRows<I, O> implements Iterator<O> {
  private final Iterator<I> input;
  private final RowMapping<I, O> mapping;
  private final TaskContext task;
  private final InferenceTask inference;
  private final BatchObserver observer;
  private final PictureCounters counters = PictureCounters.here();
  private final StageSteps steps = new StageSteps();
  private final List<I> rows = new ArrayList<>();
  private @Nullable I held;
  private @Nullable InferredBatch batch;
  private int next;

  /** Opens the networks in the current task. */
  public InferredRows(
      InferenceWork work, Iterator<I> input, RowMapping<I, O> mapping, BatchObserver observer) {
    this.input = input;
    this.mapping = mapping;
    this.observer = observer;
    this.task = TaskContext.get();
    this.inference = new InferenceTask(work, task);
    observer.opened(inference.loads());
    counters.loads(inference.loads());
  }

  @Override
  public boolean hasNext() {
    if (batch != null && next < rows.size()) {
      return true;
    }
    rows.clear();
    next = 0;
    fill();
    if (inference.isEmpty()) {
      batch = null;
      return false;
    }
    InferenceTask.Inferred inferred = inference.infer();
    batch = inferred.batch();
    observer.inferred(inferred.batch(), inferred.bytes(), inference.times());
    counters.batch(inferred.batch().rows(), inference.maxRows());
    counters.encoded(inferred.bytes());
    inferred.batch().rejected().forEach(rejected -> counters.rejected(rejected.reason()));
    steps.tell(inference.times(), counters::stage);
    return true;
  }

  @Override
  public O next() {
    if (!hasNext() || batch == null) {
      throw new NoSuchElementException();
    }
    int row = next++;
    return mapping.joined(rows.get(row), batch, row);
  }

  private void fill() {
    while (held != null || input.hasNext()) {
      if (task.isInterrupted()) {
        throw new TaskKilledException("killed");
      }
      I row = held == null ? mapping.owned(input.next()) : held;
      held = null;
      if (!inference.add(mapping.content(row))) {
        held = row;
        return;
      }
      rows.add(row);
      if (rows.size() == inference.maxRows()) {
        // Not one row more is taken from the input than its consumer may need.
        return;
      }
    }
  }
}
