package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.config.ErrorLimit;
import io.mobilespark.spark.StorageErrors.Cause;
import io.mobilespark.spark.StorageErrors.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Ends a run early whose storage fails too often. What running tasks have met comes with the
 * executors' heartbeats.
 */
public final class ErrorWatch extends SparkListener {
  private final ErrorLimit limit;
  private final long pictures;
  private final Runnable cancel;
  private final Map<Long, Tally> running = new HashMap<>();
  private Tally done = Tally.NONE;
  private Optional<String> failure = Optional.empty();

  /**
   * Watches a run.
   *
   * @param pictures of the whole run
   * @param cancel called once, when there are too many errors
   */
  public ErrorWatch(ErrorLimit limit, long pictures, Runnable cancel) {
    this.limit = limit;
    this.pictures = pictures;
    this.cancel = cancel;
  }

  /** Forgets what tasks said, and takes what is committed instead. */
  public synchronized void committed(long errors) {
    running.clear();
    done = new Tally(errors, List.of());
  }

  /** Why the run was cancelled; empty when it was not. */
  public synchronized Optional<String> failure() {
    return failure;
  }

  /**
   * Counts what was committed.
   *
   * @param errors of all waves so far
   * @param first some of them
   * @throws MobileSparkException when they are too many
   */
  void require(long errors, List<Cause> first) {
    if (errors > limit.allowed(pictures)) {
      throw new MobileSparkException(failure(new Tally(errors, first)));
    }
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
    Tally total = total();
    if (failure.isEmpty() && total.count() > limit.allowed(pictures)) {
      failure = Optional.of(failure(total));
      cancel.run();
    }
  }

  private Tally total() {
    return running.values().stream().reduce(done, Tally::plus);
  }

  private String failure(Tally errors) {
    String causes =
        errors.first().stream()
            .map(cause -> cause.reason() + " " + cause.path() + " (" + cause.detail() + ")")
            .collect(Collectors.joining("; "));
    return String.format(
        Locale.ROOT,
        "Storage failed for %,d pictures, more than the %,d of %,d that --max-errors %s allows:"
            + " %s",
        errors.count(),
        limit.allowed(pictures),
        pictures,
        limit,
        causes);
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
