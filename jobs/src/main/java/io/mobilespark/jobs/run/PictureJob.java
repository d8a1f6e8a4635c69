// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.AttemptId;
import io.mobilespark.jobs.config.RunSettings;
import io.mobilespark.jobs.guard.OutputGuard;
import io.mobilespark.outputs.OutputKind;
import io.mobilespark.jobs.journal.AttemptNote.End;
import io.mobilespark.jobs.journal.RunJournal;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import io.mobilespark.jobs.report.ProgressListener;
import io.mobilespark.jobs.signal.Interruption;
import io.mobilespark.jobs.sink.TableSink;
import io.mobilespark.jobs.source.ListIndex;
import io.mobilespark.jobs.source.PictureSource;
import io.mobilespark.jobs.source.RunInput;
import io.mobilespark.jobs.source.RunList;
import io.mobilespark.spark.ExecutorModels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
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
  private final OutputGuard guard;

  /**
   * A job on a session, which stays the caller's.
   *
   * @param guard of the output, which knows all that is read besides the pictures
   */
  public PictureJob(SparkSession spark, RunSettings settings, OutputGuard guard) {
    this.guard = guard.reads(settings.source());
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
    guard.requireMovable();
    Workplace place = Workplace.of(guard.fileSystem(), guard.output());
    place.store().caution(place.target()).ifPresent(progress::note);
    try {
      Interruption.here()
          .leaves(
              settings.commit().resume()
                  ? "what was committed stays; --resume goes on"
                  : "nothing committed; the same command begins anew");
      // The lock first: a run that lives would look like one that was interrupted.
      try (RunLock lock = RunLock.acquire(place, attempt)) {
        TableSink.settle(place, lock);
        RunJournal.check(place, settings);
        if (settings.output().overwrite()) {
          guard.requireReplaceable(OutputKind.TABLE);
        }
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
    Background<RunInput> listing = Background.start("listing", () -> input(place, attempt));
    Inference inference;
    RunInput input;
    RunJournal run;
    try {
      inference = preparation.get();
      input = listing.result();
      refuseToReplace(input.list(), place.target());
      ListIndex list = input.list().index();
      run = RunJournal.open(lock, settings, inference.fingerprint(list.digest(), list.files()));
    } catch (RuntimeException | IOException e) {
      listing.end();
      RunList.remove(place.lists(), attempt.id(), hadoop());
      place.clearIfEmpty();
      throw e;
    }
    if (run.complete().isPresent()) {
      // Lists of earlier processes too, which may have died just before they removed them.
      run.drop();
      return new RunSummary(place.target().toString(), run.complete().get(), true);
    }
    TableSink sink =
        new TableSink(spark, run, settings.output(), settings.commit(), inference.schema());
    try {
      WaveRun work =
          new WaveRun(settings.commit(), run, sink, lock, inference, toDo(input, place, run, sink));
      if (run.table().isPresent()) {
        sink.requireSameFolders();
      }
      long begun = System.nanoTime();
      RunSummary summary = work.run(attempt);
      int cores = spark.sparkContext().defaultParallelism();
      return summary.in(RunTimes.since(attempt.startNanos(), begun, cores));
    } finally {
      awaitTasks();
      run.leave(Interruption.here().requested() ? End.INTERRUPTED : End.FAILED);
    }
  }

  /** What was listed: by an earlier process of the run, if there is one, or now. */
  private RunInput input(Workplace place, Attempt attempt) throws IOException {
    Optional<String> earlier =
        settings.commit().resume() && !settings.commit().relist()
            ? RunJournal.interrupted(place)
            : Optional.empty();
    Optional<RunInput> stored =
        earlier.isPresent()
            ? RunInput.stored(spark, settings.source(), place.lists(), earlier.get())
            : Optional.empty();
    return stored.isPresent()
        ? stored.get()
        : RunInput.list(
            spark, settings.source(), place.lists(), attempt.id(), attempt.progress()::listed);
  }

  /** Of what was listed, what the run has to do. */
  private RunInput toDo(RunInput listed, Workplace place, RunJournal run, TableSink sink)
      throws IOException {
    if (run.resumed()) {
      // Positions of committed waves are those in the list that the run began with.
      Optional<RunList> first = RunList.stored(place.lists(), run.id(), hadoop());
      if (first.isPresent()) {
        run.requireLock();
        RunList list = settings.commit().relist() ? first.get().at(listed.list()) : first.get();
        list.removeOthers();
        return new RunInput(list, left(listed, run, sink));
      }
    }
    run.requireLock();
    listed.list().removeOthers();
    if (listed.list().index().tables()) {
      return new RunInput(listed.list(), left(listed, run, sink));
    }
    return run.table().isEmpty()
        ? listed
        : new RunInput(listed.list().without(spark, sink.done()), listed.source());
  }

  /** How it is read: of a table, whose rows stand in no list, but for those that are done. */
  private static PictureSource left(RunInput listed, RunJournal run, TableSink sink) {
    return run.table().isEmpty() || run.allDone() || !listed.list().index().tables()
        ? listed.source()
        : listed.source().without(sink.done());
  }

  /** Overwriting must not cost anybody the pictures. */
  private static void refuseToReplace(RunList list, Path output) throws IOException {
    Optional<String> picture = list.within(output);
    if (picture.isPresent()) {
      throw new MobileSparkException(
          "The output " + output + " holds pictures of the input, such as " + picture.get());
    }
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
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
