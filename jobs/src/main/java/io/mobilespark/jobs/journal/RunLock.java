// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;
import io.mobilespark.outputs.StateFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Keeps two runs from writing one table: a file that only one of them can create (on S3 by a
 * conditional request). A run that dies cannot remove it, so its owner also shows that it lives: by
 * its process within the same boot and namespace of processes, by a heartbeat everywhere else. Dead
 * is who has not shown a heartbeat for the whole {@link #LEASE}. A dead owner's lock is taken over;
 * an owner that was only held up finds out before it commits or deletes, by {@link #check}.
 *
 * <p>No clock of a host counts: the age of a heartbeat is the time of modification that the store
 * gives to a file written now, less the one that it gave to the heartbeat.
 */
public final class RunLock implements AutoCloseable {
  /** How old a heartbeat is when its run is taken for dead. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration BEAT = Duration.ofSeconds(20);

  private final Workplace place;
  private final LockOwner owner;
  private final Thread beats;
  private boolean madeOutput;
  private Optional<TableManifest> manifest = Optional.empty();

  private RunLock(Workplace place, LockOwner owner) {
    this.place = place;
    this.owner = owner;
    this.beats = new Thread(this::keepBeating, "mobilespark-heartbeat");
    this.beats.setDaemon(true);
  }

  /**
   * Takes an output for a run.
   *
   * @param run an id that no other run has
   * @throws MobileSparkException when a run that lives has it
   */
  public static RunLock acquire(Workplace place, String run) throws IOException {
    return acquire(place, LockOwner.thisProcess(run));
  }

  static RunLock acquire(Workplace place, LockOwner owner) throws IOException {
    RunLock lock = new RunLock(place, owner);
    lock.madeOutput = !lock.files().exists(place.target());
    if (!lock.create()) {
      lock.takeOver();
    }
    lock.beat();
    lock.check();
    lock.manifest = Optional.of(TableManifest.of(lock));
    lock.beats.start();
    return lock;
  }

  /**
   * Makes sure that the lock is still this run's. To be called before anything is committed.
   *
   * @throws MobileSparkException when another run has taken it over meanwhile
   */
  public void check() throws IOException {
    require(place, owner.run());
  }

  /** As {@link #check}, for whoever has no more than its name. */
  static void require(Workplace place, String run) throws IOException {
    Optional<LockOwner> found = owner(place);
    if (found.isEmpty() || !found.get().run().equals(run)) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "The output %s has been taken over by %s; nothing more is written by this run",
              place.target(),
              found.map(LockOwner::toString).orElse("a run that has ended")));
    }
  }

  /** What the table that it is the lock of holds. */
  public TableManifest manifest() {
    return manifest.orElseThrow();
  }

  /** What it is the lock of. */
  public Workplace place() {
    return place;
  }

  /** Whether the lock is still this run's. */
  public boolean isOwn() throws IOException {
    return isOf(place, owner.run());
  }

  /** Whether a lock is a run's. */
  static boolean isOf(Workplace place, String run) throws IOException {
    return owner(place).map(LockOwner::run).filter(run::equals).isPresent();
  }

  /** The attempt that holds it. */
  public String attempt() {
    return owner.run();
  }

  /** Gives the output back, if it is still this run's. */
  @Override
  public void close() throws IOException {
    beats.interrupt();
    if (isOwn()) {
      files().delete(place.heartbeat(), false);
      files().delete(place.lock(), false);
      removeFolders();
    }
  }

  /** Removes the folders again that the lock alone has needed. */
  private void removeFolders() throws IOException {
    if (place.store().worksWithin()) {
      Path own = place.lock().getParent();
      if (isEmptyFolder(own)) {
        files().delete(own, false);
        if (madeOutput && isEmptyFolder(place.target())) {
          files().delete(place.target(), false);
        }
      }
    }
  }

  private boolean isEmptyFolder(Path folder) throws IOException {
    try {
      return files().listStatus(folder).length == 0;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private void takeOver() throws IOException {
    Optional<LockOwner> found = owner(place);
    if (found.isPresent()) {
      Optional<Boolean> lives = found.get().livesHere();
      if (lives.isPresent() ? lives.get() : beatsLately()) {
        throw inUse(found.get().toString());
      }
    }
    if (found.isEmpty() && beatsLately()) {
      throw inUse("another run");
    }
    // Of two that find the same dead lock one deletes it first and creates its own.
    if (!owner(place).equals(found) || !files().delete(place.lock(), false) || !create()) {
      throw inUse("another run");
    }
  }

  private MobileSparkException inUse(String by) {
    return new MobileSparkException(
        String.format(Locale.ROOT, "The output %s is in use by %s", place.target(), by));
  }

  /** What the lock says; empty when there is none, or nothing in it yet. */
  private static Optional<LockOwner> owner(Workplace place) throws IOException {
    FileSystem files = StateFiles.raw(place.fileSystem());
    try {
      return read(place);
    } catch (IOException e) {
      if (!files.exists(place.lock()) || files.getFileStatus(place.lock()).getLen() == 0) {
        return Optional.empty();
      }
      // Its writer may have been between creating and filling it.
      return read(place);
    }
  }

  private static Optional<LockOwner> read(Workplace place) throws IOException {
    try {
      return place.files().read(place.lock(), LockOwner.class);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private boolean beatsLately() throws IOException {
    long last = Math.max(modified(place.lock()), modified(place.heartbeat()));
    return storeNow() - last < LEASE.toMillis();
  }

  /** What the store's clock says, in its milliseconds. */
  private long storeNow() throws IOException {
    Path probe = place.lock().suffix("." + owner.run());
    try (OutputStream out = files().create(probe, true)) {
      out.write('\n');
    }
    try {
      return files().getFileStatus(probe).getModificationTime();
    } finally {
      files().delete(probe, false);
    }
  }

  private long modified(Path path) {
    try {
      return files().getFileStatus(path).getModificationTime();
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean create() throws IOException {
    byte[] json = StateFiles.JSON.writeValueAsBytes(owner);
    files().mkdirs(place.lock().getParent());
    try {
      if (files() instanceof RawLocalFileSystem local) {
        // Hadoop looks first and creates then.
        Files.write(local.pathToFile(place.lock()).toPath(), json, StandardOpenOption.CREATE_NEW);
        return true;
      }
      FSDataOutputStreamBuilder<?, ?> create =
          // Some stores can create nothing but recursively.
          files().createFile(place.lock()).overwrite(false).recursive();
      create.opt(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
      try (OutputStream out = create.build()) {
        out.write(json);
      }
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return isOwn();
    } catch (IOException e) {
      // S3A has its own words for a condition that does not hold; of an own request, too, whose
      // answer was lost before it was sent again.
      if (files().exists(place.lock())) {
        return isOwn();
      }
      throw e;
    }
  }

  private void keepBeating() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(BEAT.toMillis());
        beat();
      } catch (InterruptedException | InterruptedIOException e) {
        return;
      } catch (IOException e) {
        // The next one may get through; a lock lost meanwhile shows before the commit.
        System.getLogger(RunLock.class.getName())
            .log(System.Logger.Level.WARNING, "No heartbeat at " + place.heartbeat(), e);
      }
    }
  }

  private void beat() throws IOException {
    try (OutputStream out = files().create(place.heartbeat(), true)) {
      out.write('\n');
    }
  }

  private FileSystem files() {
    return StateFiles.raw(place.fileSystem());
  }
}
