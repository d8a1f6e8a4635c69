// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.spark.LabelMetrics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.spark.Success$;
import org.apache.spark.TaskState;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The lines of a run, by a clock of the test's own. */
class ProgressListenerTest {
  private static final String NEW_LINE = System.lineSeparator();

  private final Locale locale = Locale.getDefault();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long seconds = 100;

  @BeforeEach
  void somewhereElse() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void home() {
    Locale.setDefault(locale);
  }

  @Test
  void aPlainLineEveryFewSecondsWithRateAndTimeLeft() {
    ProgressListener progress = listener(false);
    progress.expect(12_000);
    start(progress, 1);
    start(progress, 2);
    seconds += 2;
    heartbeat(progress, 1, 1000);
    seconds += 8;
    heartbeat(progress, 2, 1000);
    seconds += 1;
    heartbeat(progress, 2, 1500);
    seconds += 9;
    end(progress, 1, 2500, TaskState.FINISHED());
    progress.finish();
    assertThat(lines())
        .containsExactly(
            "12,000 pictures found",
            "2,000 of 12,000 pictures, 200/s, 0:50 left",
            "4,000 of 12,000 pictures, 200/s, 0:40 left");
  }

  @Test
  void theNextRunBeginsAtNothing() {
    ProgressListener progress = listener(false);
    progress.expect(1000);
    start(progress, 1);
    seconds += 4;
    end(progress, 1, 1000, TaskState.FINISHED());
    progress.expect(1000);
    start(progress, 2);
    seconds += 5;
    heartbeat(progress, 2, 500);
    assertThat(lines()).endsWith("1,000 pictures found", "500 of 1,000 pictures, 100/s, 0:05 left");
  }

  @Test
  void aTableOfUnknownLengthHasNoTimeLeft() {
    ProgressListener progress = listener(false);
    progress.expectTable();
    start(progress, 1);
    seconds += 5;
    heartbeat(progress, 1, 2500);
    assertThat(lines())
        .containsExactly(
            "a table found, of an unknown number of pictures", "2,500 pictures, 500/s");
  }

  @Test
  void aTerminalsLineIsRewrittenAndEndedOnce() {
    ProgressListener progress = listener(true);
    progress.expect(100);
    start(progress, 1);
    seconds += 1;
    heartbeat(progress, 1, 10);
    seconds += 1;
    heartbeat(progress, 1, 20);
    progress.finish();
    progress.finish();
    assertThat(text())
        .isEqualTo(
            "100 pictures found"
                + NEW_LINE
                + "\r10 of 100 pictures, 10/s, 0:09 left\u001b[K"
                + "\r20 of 100 pictures, 10/s, 0:08 left\u001b[K"
                + NEW_LINE);
  }

  @Test
  void aTaskThatFailsCountsNothingAndALateHeartbeatNothingTwice() {
    ProgressListener progress = listener(false);
    progress.expect(1000);
    start(progress, 1);
    heartbeat(progress, 1, 400);
    end(progress, 1, 400, TaskState.FAILED());
    seconds += 10;
    start(progress, 2);
    end(progress, 2, 100, TaskState.FINISHED());
    heartbeat(progress, 1, 400);
    heartbeat(progress, 2, 100);
    seconds += 10;
    heartbeat(progress, 2, 100);
    assertThat(lines())
        .containsExactly(
            "1,000 pictures found",
            "100 of 1,000 pictures, 10/s, 1:30 left",
            "100 of 1,000 pictures, 5/s, 3:00 left");
  }

  @Test
  void withoutARateTheTimeIsUnknownAndHoursAreHours() {
    ProgressListener progress = listener(false);
    progress.expect(100_000);
    start(progress, 1);
    seconds += 10;
    heartbeat(progress, 1, 0);
    seconds += 10;
    heartbeat(progress, 1, 200);
    assertThat(lines())
        .containsExactly(
            "100,000 pictures found",
            "0 of 100,000 pictures, 0/s, unknown time left",
            "200 of 100,000 pictures, 10/s, 2:46:20 left");
  }

  private ProgressListener listener(boolean terminal) {
    return new ProgressListener(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        terminal,
        () -> seconds * 1_000_000_000L);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return text().lines().toList();
  }

  private static void start(ProgressListener progress, long task) {
    progress.onTaskStart(new SparkListenerTaskStart(0, 0, task(task)));
  }

  private static void end(
      ProgressListener progress, long task, long pictures, scala.Enumeration.Value state) {
    TaskInfo info = task(task);
    info.markFinished(state, 2);
    info.setAccumulables(accumulables(pictures));
    progress.onTaskEnd(
        new SparkListenerTaskEnd(
            0, 0, "ResultTask", Success$.MODULE$, info, new ExecutorMetrics(), new TaskMetrics()));
  }

  private static void heartbeat(ProgressListener progress, long task, long pictures) {
    progress.onExecutorMetricsUpdate(
        new SparkListenerExecutorMetricsUpdate(
            "driver",
            seq(
                List.of(
                    new Tuple4<>((Object) task, (Object) 0, (Object) 0, accumulables(pictures)))),
            scala.collection.immutable.Map$.MODULE$.empty()));
  }

  private static TaskInfo task(long id) {
    return new TaskInfo(id, 0, 0, 0, 1, "driver", "localhost", TaskLocality.ANY(), false);
  }

  private static Seq<AccumulableInfo> accumulables(long pictures) {
    return seq(
        List.of(
            accumulable(7, "internal.metrics.resultSize", 99),
            accumulable(8, LabelMetrics.PICTURES, pictures)));
  }

  private static AccumulableInfo accumulable(long id, String name, long update) {
    return new AccumulableInfo(
        id, Option.apply(name), Option.apply(update), Option.empty(), false, false, Option.empty());
  }

  private static <T> Seq<T> seq(List<T> values) {
    return CollectionConverters.asScala(values).toSeq();
  }
}
