package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.AttemptId;
import io.mobilespark.identity.InputDigest;
import io.mobilespark.jobs.config.RunSettings;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.sink.TableSink;
import io.mobilespark.jobs.source.PictureSource;
import io.mobilespark.jobs.source.SourcePart;
import io.mobilespark.spark.ExecutorModels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A job that makes a table with a row per picture: checks everything that can be wrong before a
 * task starts, lists, plans, runs, commits, and counts what was committed.
 */
public final class PictureJob {
  private static final Duration TASKS_END = Duration.ofSeconds(30);

  private final SparkSession spark;
  private final RunSettings settings;

  /** A job on a session, which stays the caller's. */
  public PictureJob(SparkSession spark, RunSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * Runs the job.
   *
   * @param preparation checks and makes the work, while pictures are listed
   * @param arguments as given, for the run's manifest
   * @param progress told of every picture done
   * @throws MobileSparkException when the settings do not fit what is there
   */
  public RunSummary run(
      Supplier<? extends Inference> preparation,
      List<String> arguments,
      ProgressListener progress) {
    long start = System.nanoTime();
    String attempt = AttemptId.next();
    Workplace place =
        Workplace.of(settings.output().uri(), spark.sparkContext().hadoopConfiguration());
    try {
      // The lock first: a run that lives would look like one that was interrupted.
      try (RunLock lock = RunLock.acquire(place, attempt)) {
        RunJournal.check(place, settings);
        return run(preparation, place, lock, new Attempt(attempt, start, arguments, progress));
      }
    } catch (IOException e) {
      throw new MobileSparkException(
          "The output " + place.target() + " cannot be written: " + e.getMessage(), e);
    } finally {
      awaitTasks();
      ExecutorModels.shared().closeIdle();
    }
  }

  private RunSummary run(
      Supplier<? extends Inference> preparation, Workplace place, RunLock lock, Attempt attempt)
      throws IOException {
    Background<PictureSource> listing =
        Background.start(
            "listing",
            () -> PictureSource.open(spark, settings.source(), attempt.progress()::listed));
    Inference inference = preparation.get();
    PictureSource source = listing.result();
    List<? extends SourcePart> parts = source.parts();
    refuseToReplace(parts, place.target());
    RunJournal run =
        RunJournal.open(
            place, settings, inference.fingerprint(digest(parts), parts.size()), attempt.id());
    if (run.complete().isPresent()) {
      return new RunSummary(place.target().toString(), run.complete().get(), true);
    }
    TableSink sink =
        new TableSink(spark, place, settings.output(), settings.commit(), inference.schema());
    WaveRun work = new WaveRun(settings.commit(), run, sink, lock, inference, source);
    try {
      long begun = System.nanoTime();
      RunSummary summary = work.run(attempt);
      int cores = spark.sparkContext().defaultParallelism();
      return summary.in(RunTimes.since(attempt.startNanos(), begun, cores));
    } finally {
      awaitTasks();
      run.leave();
    }
  }

  private static String digest(List<? extends SourcePart> parts) {
    InputDigest digest = new InputDigest();
    parts.forEach(part -> digest.add(part.path(), part.length()));
    return digest.hex();
  }

  /** Overwriting must not cost anybody the pictures. */
  private static void refuseToReplace(List<? extends SourcePart> pictures, Path output) {
    for (SourcePart picture : pictures) {
      if (picture.path().equals(output.toString()) || picture.path().startsWith(output + "/")) {
        throw new MobileSparkException(
            "The output " + output + " holds pictures of the input, such as " + picture.path());
      }
    }
  }

  /**
   * In local mode the executors live in this JVM, and tasks of a run that failed or was cancelled
   * may still be writing.
   */
  private static void awaitTasks() {
    try {
      ExecutorModels.shared().awaitIdle(TASKS_END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
