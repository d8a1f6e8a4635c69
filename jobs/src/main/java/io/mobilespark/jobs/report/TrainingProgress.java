// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far training is: a line per epoch with the time left for all that may come, and on a
 * terminal one that is rewritten within an epoch. Used by one thread.
 */
public final class TrainingProgress {
  private static final long NANOS = 500_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private int epochs;
  private int before;
  private long start;
  private long shown;

  /**
   * Shows progress on a stream.
   *
   * @param terminal whether the stream is one, where a line can be rewritten
   */
  public TrainingProgress(PrintStream out, boolean terminal) {
    this(out, terminal, System::nanoTime);
  }

  TrainingProgress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /**
   * Starts the clock.
   *
   * @param most epochs
   * @param done those of a run that is resumed
   */
  public void start(int most, List<EpochFigures> done) {
    epochs = most;
    before = done.size();
    start = nanoTime.getAsLong();
    shown = start;
    if (!done.isEmpty()) {
      out.printf(Locale.ROOT, "Goes on after epoch %d of %d%n", done.size(), most);
    }
  }

  /** Rows of an epoch that are done. */
  public void rows(int epoch, long done, long of) {
    long now = nanoTime.getAsLong();
    if (terminal && now - shown >= NANOS) {
      shown = now;
      double part = epoch - 1 - before + (double) done / (double) of;
      out.printf(
          Locale.ROOT,
          "\rEpoch %d of %d: %,d of %,d pictures, at most %s left\u001b[K",
          epoch,
          epochs,
          done,
          of,
          left(part, now));
      out.flush();
    }
  }

  /** An epoch is over. */
  public void epoch(EpochFigures figures) {
    out.printf(
        Locale.ROOT,
        "%sEpoch %d of %d: loss %.4f, %.2f %% right; held out: loss %.4f, %.2f %% right; %.1f s, at"
            + " most %s left%n",
        terminal ? "\r\u001b[K" : "",
        figures.epoch(),
        epochs,
        figures.loss(),
        100 * figures.accuracy(),
        figures.validationLoss(),
        100 * figures.validationAccuracy(),
        figures.seconds(),
        left(figures.epoch() - before, nanoTime.getAsLong()));
  }

  private String left(double epochsDone, long now) {
    double seconds = (now - start) / 1e9 / Math.max(epochsDone, 1e-9) * (epochs - before);
    long left = Math.max(0, Math.round(seconds - (now - start) / 1e9));
    return left < 3600
        ? String.format(Locale.ROOT, "%d:%02d", left / 60, left % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60);
  }
}
