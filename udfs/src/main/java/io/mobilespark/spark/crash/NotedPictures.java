// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.arrow.RecordBatch;
import io.mobilespark.image.RejectionReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Those of a task that writes down what it has in hand. */
final class NotedPictures implements PicturesInHand {
  /** So few are suspected together that trying each of them alone takes no time. */
  static final int MAX_ROWS = 8;

  private final CrashFolder folder;
  private final String name;
  private final Suspects suspects;
  private final String host;
  private final BooleanSupplier killed;
  // Guarded by this object: the JVM's end closes it from a thread of its own.
  private boolean written;
  private boolean closed;

  /**
   * Those of an attempt.
   *
   * @param name of its note, no other's
   * @param suspects what earlier attempts have left behind
   * @param host where it runs
   * @param killed whether the task should end
   */
  NotedPictures(
      CrashFolder folder, String name, Suspects suspects, String host, BooleanSupplier killed) {
    this.folder = folder;
    this.name = name;
    this.suspects = suspects;
    this.host = host;
    this.killed = killed;
    OpenNotes.add(this);
  }

  @Override
  public boolean noted() {
    return true;
  }

  @Override
  public BatchLimits limits(BatchLimits asked) {
    return new BatchLimits(Math.min(MAX_ROWS, asked.maxRows()), asked.maxBytes());
  }

  @Override
  public FetchedPicture admitted(FetchedPicture picture) {
    String died = suspects.crashed().get(picture.path());
    return died == null
        ? picture
        : new Unfetched(
            picture.path(),
            RejectionReason.CRASHED.name(),
            String.format(
                Locale.ROOT, "two attempts did not survive it, the last one on host %s", died),
            picture.label());
  }

  @Override
  public boolean goesAlone(FetchedPicture picture) {
    return goesAlone(picture.path());
  }

  private boolean goesAlone(String path) {
    return suspects.suspected().contains(path) && !suspects.crashed().containsKey(path);
  }

  @Override
  public void handle(RecordBatch batch, Runnable work) {
    List<String> paths = batch.paths();
    if (paths.stream().noneMatch(this::goesAlone)) {
      // What stays until the next note is suspected with too little reason, never condemned.
      Turns.amongOthers(
          killed,
          () -> {
            write(new CrashNote(host, false, paths));
            work.run();
          });
      return;
    }
    Turns.alone(
        killed,
        () -> {
          write(new CrashNote(host, true, paths));
          try {
            work.run();
          } finally {
            // Within the turn: whoever dies later dies of something else.
            remove();
          }
        });
  }

  @Override
  public void close() {
    OpenNotes.remove(this);
    end();
  }

  /** Takes the note back and writes none any more. */
  void end() {
    // A task that is killed is interrupted, and its storage would refuse.
    boolean interrupted = Thread.interrupted();
    try {
      synchronized (this) {
        closed = true;
        remove();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void write(CrashNote note) {
    if (closed) {
      return;
    }
    try {
      written = true;
      folder.write(name, note);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void remove() {
    if (!written) {
      return;
    }
    try {
      folder.remove(name);
      written = false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
