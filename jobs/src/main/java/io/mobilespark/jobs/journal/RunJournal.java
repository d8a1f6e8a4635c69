// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.SchemaVersion;
import io.mobilespark.jobs.config.RunSettings;
import io.mobilespark.spark.crash.CrashFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * One run into one table, from its first wave to the table's appearance, across the processes that
 * work on it. Whoever opens it holds the output's {@link RunLock}.
 */
public final class RunJournal {
  private final Workplace place;
  private final RunLock lock;
  private final Waves waves;
  private final Merges merges;
  private final Attempts attempts;
  private final Optional<RunManifest> table;
  private RunState state;
  private final boolean resumed;

  private RunJournal(
      RunLock lock, Waves waves, Optional<RunManifest> table, RunState state, boolean resumed)
      throws IOException {
    this.place = lock.place();
    this.lock = lock;
    this.waves = waves;
    this.merges = resumed ? Merges.of(lock, waves) : Merges.none(lock);
    this.attempts = new Attempts(lock.place(), lock.attempt());
    this.table = table;
    this.state = state;
    this.resumed = resumed;
  }

  /**
   * Checks, before anything costly, that the output may be written as asked.
   *
   * @throws MobileSparkException when it may not
   */
  public static void check(Workplace place, RunSettings settings) throws IOException {
    requireReadable(place);
    Optional<RunState> unfinished = unfinished(place);
    if (settings.commit().resume()) {
      if (unfinished.isEmpty() && RunManifest.of(place).isEmpty()) {
        throw nothingToResume(place);
      }
      return;
    }
    if (unfinished.isPresent() && !settings.output().overwrite()) {
      long done = Waves.of(place).next();
      if (done > 0) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s has an interrupted run of %s with %,d of %,d pictures done;"
                    + " --resume goes on with it, --overwrite begins anew",
                place.target(),
                unfinished.get().startedAt(),
                done,
                unfinished.get().toDo()));
      }
    }
    if (!settings.output().overwrite() && !settings.commit().append() && place.holdsSomething()) {
      throw new MobileSparkException(
          "The output " + place.target() + " is there already; --overwrite replaces it");
    }
  }

  /**
   * Begins a run, or goes on with one.
   *
   * @param lock of its output, by an attempt whose id is that of a run that begins
   * @throws MobileSparkException when what is there does not fit
   */
  public static RunJournal open(RunLock lock, RunSettings settings, Fingerprint fingerprint)
      throws IOException {
    Workplace place = lock.place();
    check(place, settings);
    lock.check();
    Optional<RunState> unfinished = unfinished(place);
    Optional<RunManifest> table = RunManifest.of(place);
    if (settings.commit().resume()) {
      if (unfinished.isEmpty()) {
        discard(place, unfinished);
      }
      RunState state = unfinished.orElseGet(() -> finished(place, table));
      refuse(place, "resumed", state.differences(fingerprint, settings.commit()));
      Waves waves = unfinished.isPresent() ? Waves.of(place) : Waves.none(place);
      RunJournal run = new RunJournal(lock, waves, table, state, true);
      waves.removeUncommitted();
      run.merges.removeUncommitted();
      return run;
    }
    discard(place, unfinished);
    if (settings.commit().append() && place.holdsSomething()) {
      Fingerprint earlier =
          table
              .map(RunManifest::fingerprint)
              .orElseThrow(
                  () ->
                      new MobileSparkException(
                          String.format(
                              Locale.ROOT,
                              "The output %s has no %s that says how it was made; nothing is added",
                              place.target(),
                              RunManifest.below(place.target()))));
      refuse(place, "added to", fingerprint.differencesOfRows(earlier));
    }
    RunState state =
        new RunState(
            SchemaVersion.CURRENT,
            lock.attempt(),
            fingerprint,
            settings.output().overwrite(),
            settings.commit().append(),
            settings.commit().retryErrors(),
            settings.commit().partitionByLabel(),
            Instant.now().toString(),
            settings.output().overwrite() ? RunFiles.lying(place) : List.of(),
            -1);
    return new RunJournal(
        lock,
        Waves.none(place),
        settings.commit().append() ? table : Optional.empty(),
        state,
        false);
  }

  private static RunState finished(Workplace place, Optional<RunManifest> table) {
    Fingerprint fingerprint =
        table.map(RunManifest::fingerprint).orElseThrow(() -> nothingToResume(place));
    return new RunState(
        SchemaVersion.CURRENT, "", fingerprint, false, false, false, null, "", List.of(), 0);
  }

  private static NothingToResumeException nothingToResume(Workplace place) {
    return new NothingToResumeException(
        String.format(
            Locale.ROOT, "There is no interrupted run into %s to resume", place.target()));
  }

  private static void refuse(Workplace place, String verb, List<String> differences) {
    if (!differences.isEmpty()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The output %s cannot be %s: %s",
              place.target(),
              verb,
              String.join("; ", differences)));
    }
  }

  /** The id of the run that has not ended; empty where there is none. */
  public static Optional<String> interrupted(Workplace place) throws IOException {
    return unfinished(place).map(RunState::run);
  }

  /** What a later version wrote is neither read nor replaced nor added to. */
  private static void requireReadable(Workplace place) throws IOException {
    Optional<RunManifest> table = RunManifest.of(place);
    if (table.isPresent()) {
      SchemaVersion.requireReadable(table.get().schemaVersion(), "The table " + place.target());
    }
    Optional<RunState> state = place.files().read(place.state(), RunState.class);
    if (state.isPresent()) {
      SchemaVersion.requireReadable(
          state.get().schemaVersion(), "The interrupted run into " + place.target());
    }
  }

  /** The run that has not ended; one whose table is whole is over, whatever it left. */
  private static Optional<RunState> unfinished(Workplace place) throws IOException {
    Optional<RunState> state = place.files().read(place.state(), RunState.class);
    Optional<RunManifest> table = RunManifest.of(place);
    return state.filter(one -> table.isEmpty() || !table.get().isOf(one.run()));
  }

  /**
   * Forgets an interrupted run; a table that it had moved aside comes back. Of one that died once
   * its table was whole, ends what it has left undone.
   */
  private static void discard(Workplace place, Optional<RunState> unfinished) throws IOException {
    if (place.store().worksWithin()) {
      Optional<RunState> state = place.files().read(place.state(), RunState.class);
      if (unfinished.isPresent()) {
        new RunFiles(place, unfinished.get().run()).removeOwn();
      } else if (state.isPresent() && state.get().overwrite()) {
        // It was killed between its table's appearance and the old one's end.
        new RunFiles(place, state.get().run()).removeOthers(state.get().oldFiles());
      }
    }
    place.bringBack();
    place.files().settle(RunManifest.below(place.target()));
    place.clearWork();
  }

  /** The table that is complete already; nothing is to be done then. */
  public Optional<RunManifest> complete() {
    return state.run().isEmpty() ? table : Optional.empty();
  }

  /** The table that rows are added to. */
  public Optional<RunManifest> table() {
    return state.append() ? table : Optional.empty();
  }

  /** Whether pictures of that table are done anew that storage did not deliver. */
  public boolean retriesErrors() {
    return state.append() && state.retryErrors();
  }

  /** Whether a run that has not ended adds to the table that is there. */
  public static boolean adds(Workplace place) throws IOException {
    return unfinished(place).filter(RunState::append).isPresent();
  }

  /** The lock of its output. */
  public RunLock lock() {
    return lock;
  }

  /** Whether an earlier process began this run. */
  public boolean resumed() {
    return resumed;
  }

  /** Whether every wave has been committed, so that the inputs need not be known any more. */
  public boolean allDone() {
    return waves.next() == state.toDo();
  }

  /**
   * Says how many inputs the run has. Called once, before the first wave.
   *
   * @throws MobileSparkException when an earlier process of this run saw another number
   */
  public void begin(long toDo) throws IOException {
    if (resumed) {
      if (toDo != state.toDo()) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "The output %s cannot be resumed: %,d pictures are to be done, they were %,d",
                place.target(),
                toDo,
                state.toDo()));
      }
    } else {
      state = state.of(toDo);
      place.files().write(place.state(), state);
    }
    attempts.begin();
  }

  /** The processes that have worked on the run, this one, which completes it, as the last. */
  public List<AttemptNote> attempts() throws IOException {
    return attempts.all(AttemptNote.End.FINISHED);
  }

  /** Whether it replaces what lies under the output's name. */
  public boolean overwrites() {
    return state.overwrite();
  }

  /** How the names of the files begin that go once the table is whole. */
  public List<String> oldFiles() {
    return state.oldFiles();
  }

  /** Where it works. */
  public Workplace place() {
    return place;
  }

  /** The table as it will be called. */
  public Path target() {
    return place.target();
  }

  /** What decides the run's rows. */
  public Fingerprint fingerprint() {
    return state.fingerprint();
  }

  /** When the run began, ISO 8601. */
  public String startedAt() {
    return state.startedAt();
  }

  /** Its id. */
  public String id() {
    return state.run();
  }

  /** The id of this process's attempt. */
  public String attempt() {
    return lock.attempt();
  }

  /** Its files, told by their names. */
  public RunFiles ownFiles() {
    return new RunFiles(place, state.run());
  }

  /** How many inputs it has. */
  public long toDo() {
    return state.toDo();
  }

  /** The first input that is not in a committed wave. */
  public long next() {
    return waves.next();
  }

  /** The committed waves, in order. */
  public List<Wave> waves() {
    return waves.all();
  }

  /** Where the committed waves lie. */
  public List<Path> waveFolders() {
    return waves.folders();
  }

  /** Committed waves that have been put together. */
  public Merges merges() {
    return merges;
  }

  /** Where the next wave is to be written. */
  public Path nextFolder(String attempt) {
    return waves.folder(attempt);
  }

  /** Where tasks note which pictures they have in hand. */
  public Path crashNotes() {
    return place.crashNotes();
  }

  /**
   * Counts a wave whose rows have been committed.
   *
   * @throws MobileSparkException when another run has taken the output over meanwhile
   */
  public void add(Wave wave) throws IOException {
    lock.check();
    waves.add(wave);
    attempts.committed(wave.pictures());
  }

  /**
   * To be called before each step that removes or replaces something.
   *
   * @throws MobileSparkException when another run has taken the output over meanwhile
   */
  public void requireLock() throws IOException {
    lock.check();
  }

  /** Forgets the run, whose table is whole or has got nothing; the table stays as it is. */
  public void drop() throws IOException {
    lock.check();
    place.clear();
  }

  /**
   * After the last wave, however it ended: keeps committed waves for a later process, and what is
   * known of pictures that ended processes, and removes what this attempt wrote besides. Touches
   * nothing once another run has the output.
   *
   * @param how this process ends, where it has not completed the run
   */
  public void leave(AttemptNote.End how) throws IOException {
    if (!lock.isOwn()) {
      return;
    }
    CrashFolder notes =
        new CrashFolder(place.crashNotes().toString(), place.fileSystem().getConf());
    if (waves.all().isEmpty() && !place.fileSystem().exists(place.aside()) && notes.isEmpty()) {
      place.clear();
    } else {
      waves.removeUncommitted(lock.attempt());
      merges.removeUncommitted(lock.attempt());
      if (place.fileSystem().exists(place.attempts())) {
        attempts.end(how);
      }
    }
  }
}
