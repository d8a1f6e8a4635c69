// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.identity.LeftOut;
import io.mobilespark.spark.LabelMetrics;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Shows how far a run is: one line that is rewritten on a terminal, a new line every few seconds
 * elsewhere. What running tasks have done comes with the executors' heartbeats.
 */
public final class ProgressListener extends SparkListener {
  private static final long TERMINAL_NANOS = 500_000_000L;
  private static final long PLAIN_NANOS = 5_000_000_000L;

  private static final long UNKNOWN = -1;

  private final PrintStream out;
  private final boolean terminal;
  private final Map<Long, Long> running = new HashMap<>();
  private long expected;
  private long done;
  private final LongSupplier nanoTime;
  private long start;
  private long shown;
  private boolean lineOpen;

  /**
   * Shows progress on a stream.
   *
   * @param terminal whether the stream is one, where a line can be rewritten
   */
  public ProgressListener(PrintStream out, boolean terminal) {
    this(out, terminal, System::nanoTime);
  }

  ProgressListener(PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.shown = nanoTime.getAsLong();
  }

  /** Says how many files a listing has found so far. */
  public synchronized void listed(long files) {
    if (isTime()) {
      show(String.format(Locale.ROOT, "%,d files listed", files));
    }
  }

  /** Says what a listing has left out, a line for each reason. */
  public synchronized void leftOut(LeftOut names) {
    if (!names.isNone()) {
      finish();
      names.phrases().forEach(phrase -> out.println("Left out: " + phrase));
    }
  }

  /** Says something of the run as a whole. */
  public synchronized void note(String line) {
    finish();
    out.println(line);
  }

  /** Starts the clock for this many pictures. */
  public synchronized void expect(long pictures) {
    begin(pictures, String.format(Locale.ROOT, "%,d pictures found", pictures));
  }

  /** Starts the clock for files that hold an unknown number of pictures. */
  public synchronized void expectAbout(long files, long pictures) {
    begin(
        pictures,
        String.format(Locale.ROOT, "%,d files found, about %,d pictures", files, pictures));
  }

  /** Starts the clock for a table of which nobody knows how many pictures it holds. */
  public synchronized void expectTable() {
    begin(UNKNOWN, "a table found, of an unknown number of pictures");
  }

  private void begin(long pictures, String found) {
    finish();
    running.clear();
    done = 0;
    expected = pictures;
    start = nanoTime.getAsLong();
    shown = start;
    out.println(found);
  }

  /** Ends the line that is being rewritten. */
  public synchronized void finish() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    running.put(start.taskInfo().taskId(), 0L);
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      done += pictures(end.taskInfo().accumulables());
    }
    show();
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        // A heartbeat may come after the end of its task, which has been counted then.
        .forEach(task -> running.replace(((Number) task._1()).longValue(), pictures(task._4())));
    show();
  }

  private void show() {
    if (expected == 0 || !isTime()) {
      return;
    }
    long counted = done + running.values().stream().mapToLong(Long::longValue).sum();
    double seconds = (shown - start) / 1e9;
    if (expected == UNKNOWN) {
      show(String.format(Locale.ROOT, "%,d pictures, %.0f/s", counted, counted / seconds));
      return;
    }
    long pictures = Math.min(expected, counted);
    double rate = pictures / seconds;
    show(
        String.format(
            Locale.ROOT,
            "%,d of %,d pictures, %.0f/s, %s left",
            pictures,
            expected,
            rate,
            left(expected - pictures, rate)));
  }

  private boolean isTime() {
    long now = nanoTime.getAsLong();
    boolean time = now - shown >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS);
    shown = time ? now : shown;
    return time;
  }

  private void show(String line) {
    if (terminal) {
      out.print("\r" + line + "\u001b[K");
      out.flush();
      lineOpen = true;
    } else {
      out.println(line);
    }
  }

  private static String left(long pictures, double rate) {
    if (rate <= 0) {
      return "unknown time";
    }
    long seconds = Math.round(pictures / rate);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static long pictures(Iterable<AccumulableInfo> accumulables) {
    long pictures = 0;
    for (AccumulableInfo info : CollectionConverters.asJava(accumulables)) {
      if (info.name().contains(LabelMetrics.PICTURES) && info.update().isDefined()) {
        pictures += ((Number) info.update().get()).longValue();
      }
    }
    return pictures;
  }
}
