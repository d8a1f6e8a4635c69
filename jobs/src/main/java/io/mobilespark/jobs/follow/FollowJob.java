// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.follow;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.AttemptId;
import io.mobilespark.jobs.config.FollowSettings;
import io.mobilespark.source.LiteralPaths;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.jobs.journal.FollowState;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.jobs.run.ErrorWatch;
import io.mobilespark.jobs.run.Inference;
import io.mobilespark.jobs.signal.Interruption;
import io.mobilespark.source.FileKinds;
import io.mobilespark.jobs.source.UnstreamedFiles;
import io.mobilespark.spark.ExecutorModels;
import io.mobilespark.spark.LabelMetrics;
import io.mobilespark.spark.crash.CrashWatch;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Labels what arrives under a folder, each file once, until it is told to end. A batch of files is
 * committed as a whole by Spark's file sink: what a killed process had not committed is done again
 * by the next one, and readers of the table do not see it.
 */
public final class FollowJob {
  private static final Duration TASKS_END = Duration.ofSeconds(30);

  private final SparkSession spark;
  private final FollowSettings settings;
  private final OutputGuard guard;
  private final PrintStream told;

  /**
   * A job on a session, which stays the caller's.
   *
   * @param guard of the output
   * @param told a line per batch
   */
  public FollowJob(
      SparkSession spark, FollowSettings settings, OutputGuard guard, PrintStream told) {
    this.spark = spark;
    this.settings = settings;
    this.guard = guard;
    this.told = told;
  }

  /**
   * Runs the job until it has done what is there, where only that is asked for, or until the
   * process is told to end.
   *
   * @param preparation checks and makes the work
   * @param end takes what the table holds then
   * @throws MobileSparkException when the settings do not fit what is there, or a batch fails
   */
  public void run(Supplier<? extends Inference> preparation, Consumer<FollowSummary> end) {
    Workplace place = Workplace.of(guard.fileSystem(), guard.output());
    String input = input(place);
    place.store().caution(place.target()).ifPresent(told::println);
    try (RunLock lock = RunLock.acquire(place, AttemptId.next())) {
      Inference inference = preparation.get();
      FollowState state = FollowState.open(place, inference.fingerprint("", 0), input);
      lock.check();
      UnstreamedFiles unstreamed =
          UnstreamedFiles.of(input, spark.sparkContext().hadoopConfiguration());
      if (unstreamed.count() > 0) {
        told.println("Left out: " + unstreamed.phrase());
      }
      LabelMetrics metrics = new LabelMetrics(spark.sparkContext());
      long leftOut = follow(inference, input, place, metrics);
      FollowSummary summary =
          new FollowSummary(
              place.target().toString(),
              state.fingerprint(),
              counts(place, inference),
              leftOut,
              metrics.turnsIgnored());
      end.accept(summary);
      if (settings.once() && settings.label().commit().limits().rejected().isEmpty()) {
        summary.requireAny(inference.success());
      }
    } catch (IOException e) {
      throw new MobileSparkException(
          "The output " + place.target() + " cannot be written: " + e.getMessage(), e);
    } finally {
      awaitTasks();
      ExecutorModels.shared().closeIdle();
    }
  }

  /** The folder, qualified, as long as the output does not lie in it. */
  private String input(Workplace place) {
    try {
      Path path = new Path(settings.input());
      FileSystem fileSystem = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
      if (!fileSystem.getFileStatus(path).isDirectory()) {
        throw new MobileSparkException(
            "--follow wants a folder, and " + settings.input() + " is a file");
      }
      String input = fileSystem.makeQualified(path).toString();
      if ((place.target() + "/").startsWith(input + "/")) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s lies in the input %s: it would label itself",
                place.target(),
                input));
      }
      return input;
    } catch (FileNotFoundException e) {
      throw new MobileSparkException("There is no input " + settings.input(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new MobileSparkException("The input " + settings.input() + " cannot be read: " + e, e);
    }
  }

  /** Streams; how many files were left out. */
  private long follow(Inference inference, String input, Workplace place, LabelMetrics metrics) {
    SparkSession session = FollowSession.of(spark, place);
    LongAccumulator leftOut = spark.sparkContext().longAccumulator();
    StreamingQueryListener lines = FollowWatch.lines(told);
    session.streams().addListener(lines);
    try (Inference.Sent sent = inference.send(spark.sparkContext())) {
      Dataset<Row> rows =
          FollowSession.files(session, input, settings.filesPerTrigger())
              .mapPartitions(
                  new FollowedFiles(
                      sent.work(metrics, CrashWatch.NONE),
                      FileKinds.of(
                          settings.label().source().kind(), settings.label().source().rules()),
                      storage(),
                      input,
                      leftOut),
                  Encoders.row(inference.schema()));
      StreamingQuery query = writer(rows, place).start(place.target().toString());
      ErrorWatch errors =
          new ErrorWatch(
              settings.label().commit().limits(),
              settings.filesPerTrigger(),
              // In a thread of its own: events wait for the listener that calls this.
              () -> new Thread(() -> end(query), "mobilespark-errors").start());
      FollowWatch watch = new FollowWatch(errors);
      spark.sparkContext().addSparkListener(watch);
      spark.sparkContext().addSparkListener(errors);
      Interruption.here().leaves("batches stay that were committed; --follow goes on");
      Interruption.here().stopBy(() -> end(query));
      try {
        query.awaitTermination();
        requireFew(errors);
        return leftOut.value();
      } catch (StreamingQueryException e) {
        throw new MobileSparkException(
            errors.failure().orElseGet(() -> "A batch failed: " + reason(e)), e);
      } finally {
        // What the table holds is still to be told.
        Interruption.here().stopBy(() -> {});
        spark.sparkContext().removeSparkListener(errors);
        spark.sparkContext().removeSparkListener(watch);
      }
    } finally {
      session.streams().removeListener(lines);
    }
  }

  private Broadcast<SerializableConfiguration> storage() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .broadcast(new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
  }

  private DataStreamWriter<Row> writer(Dataset<Row> rows, Workplace place) {
    return rows.writeStream()
        .format("parquet")
        .outputMode("append")
        .queryName("mobilespark-follow")
        .option("checkpointLocation", FollowState.checkpoint(place).toString())
        .option(
            "compression", settings.label().output().compression().name().toLowerCase(Locale.ROOT))
        .trigger(
            settings.once()
                ? Trigger.AvailableNow()
                : Trigger.ProcessingTime(settings.intervalSeconds(), TimeUnit.SECONDS));
  }

  /** What a batch has committed stays, with reasons; the stream ends all the same. */
  private void requireFew(ErrorWatch errors) {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty(TASKS_END.toMillis());
    } catch (TimeoutException e) {
      // What is known by now decides.
    }
    errors
        .failure()
        .ifPresent(
            failure -> {
              throw new MobileSparkException(failure);
            });
  }

  private static void end(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException e) {
      // Uncommitted work is done again by the next process.
    }
  }

  /** What is at the bottom of a failure. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
  }

  /** Pictures of the table by outcome: of what is committed, and of nothing else. */
  private Map<String, Long> counts(Workplace place, Inference inference) throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(inference.success(), 0L);
    if (FollowState.hasRows(place)) {
      int models = inference.fingerprint("", 0).models().size();
      spark
          .read()
          .option(LiteralPaths.GLOBS, false)
          .schema(inference.schema())
          .parquet(place.target().toString())
          .groupBy(functions.coalesce(functions.col("error"), functions.lit(inference.success())))
          .count()
          .orderBy(functions.desc("count"))
          .collectAsList()
          .forEach(row -> counts.put(row.getString(0), row.getLong(1) / models));
    }
    return counts;
  }

  private static void awaitTasks() {
    try {
      ExecutorModels.shared().awaitIdle(TASKS_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
