// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.jobs.config.FailureLimits;
import io.mobilespark.spark.Rejections.Tally;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Ends a run early that loses more pictures than it may. What running tasks have met comes with the
 * executors' heartbeats.
 */
public final class ErrorWatch extends SparkListener {
  private final Losses losses;
  private final Runnable cancel;
  private final Map<Long, Tally> running = new HashMap<>();
  private Tally done = Tally.NONE;
  private Optional<String> failure = Optional.empty();

  /**
   * Watches a run.
   *
   * @param pictures of the whole run
   * @param cancel called once, when too many are lost
   */
  public ErrorWatch(FailureLimits limits, long pictures, Runnable cancel) {
    this.losses = new Losses(limits, pictures);
    this.cancel = cancel;
  }

  /** Forgets what tasks said, and takes what is committed instead. */
  public synchronized void committed(Tally rejected) {
    running.clear();
    done = rejected;
  }

  /** Why the run was cancelled; empty when it was not. */
  public synchronized Optional<String> failure() {
    return failure;
  }

  /** Judges by the same limits. */
  Losses losses() {
    return losses;
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    running.put(start.taskInfo().taskId(), Tally.NONE);
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      done = done.plus(tally(end.taskInfo().accumulables()));
    }
    look();
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            // A heartbeat may come after the end of its task, which has been counted then.
            task -> running.replace(((Number) task._1()).longValue(), tally(task._4())));
    look();
  }

  private void look() {
    if (failure.isEmpty()) {
      failure = losses.tooMany(running.values().stream().reduce(done, Tally::plus));
      failure.ifPresent(why -> cancel.run());
    }
  }

  private static Tally tally(Iterable<AccumulableInfo> accumulables) {
    Tally tally = Tally.NONE;
    for (AccumulableInfo info : CollectionConverters.asJava(accumulables)) {
      if (info.update().isDefined() && info.update().get() instanceof Tally found) {
        tally = tally.plus(found);
      }
    }
    return tally;
  }
}
