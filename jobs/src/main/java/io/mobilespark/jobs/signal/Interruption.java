// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.signal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.util.SignalUtils;

/**
 * The end of this process by Ctrl-C, SIGTERM or a closed terminal. The command that runs is stopped
 * and gives back what it holds, while everything that Spark's and Hadoop's own shutdown hooks would
 * take from under it is still there; then one line says what has been done so far, and the process
 * ends with 128 and the signal's number. A command that does not end in time is left behind, and a
 * second signal does not wait for it.
 */
public final class Interruption {
  /** Of the whole JVM, as signals are. */
  private static final Interruption HERE = new Interruption();

  /** Their numbers, which are the same on every Unix. */
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  /** Until then what a command does is let run to its end, such as a commit. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration COMMAND_ENDS = Duration.ofMillis(7500);

  /** For shutdown hooks, Spark's among them: most wait no longer than 10 s before they kill. */
  private static final Duration EXIT = Duration.ofMillis(1500);

  /** Signals to a whole group of processes come twice, by the shell too. */
  private static final Duration ONE_REQUEST = Duration.ofMillis(500);

  private static final Duration REPEAT = Duration.ofMillis(200);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String standing = "";
  private volatile boolean resumable;
  private volatile Runnable stop = () -> {};
  private volatile boolean requested;
  // Guarded by this object.
  private long requestedNanos;
  private boolean over;
  private boolean told;

  private Interruption() {}

  /** The one of this JVM; without {@link #handle} nothing ever asks for it. */
  public static Interruption here() {
    return HERE;
  }

  /**
   * From now on a signal ends the command that the calling thread runs.
   *
   * @param line takes what there is to say, once
   */
  public void handle(Consumer<String> line) {
    Thread command = Thread.currentThread();
    SIGNALS.forEach(
        (name, number) ->
            // Spark's own way to sun.misc.Signal, which compilers warn of. Until this returns the
            // JVM's own handler is in place, which would take a second signal.
            SignalUtils.register(
                name,
                () -> {
                  Thread ending =
                      new Thread(() -> received(number, command, line), "mobilespark-signal");
                  ending.setDaemon(true);
                  ending.start();
                  return true;
                }));
  }

  /**
   * Begins a command.
   *
   * @param withResume whether a later process can go on with what it has done
   */
  public void begins(boolean withResume) {
    resumable = withResume;
    standing = withResume ? "" : "the same command begins anew";
    stop = () -> {};
  }

  /**
   * Says what an interruption would leave at this moment. A part of a command that cannot go on as
   * a whole says it in vain.
   *
   * @param left such as {@code 400 of 1,000 committed; --resume goes on}
   */
  public void leaves(String left) {
    if (resumable) {
      standing = left;
    }
  }

  /**
   * Sets what stops the work at hand.
   *
   * @param how called over and over until the command has ended, in another thread
   */
  public void stopBy(Runnable how) {
    stop = how;
  }

  /** Whether somebody has asked for the end: what fails from now on fails because of it. */
  public boolean requested() {
    return requested;
  }

  /** Called by the command's thread when it is done; does not return where a signal came before. */
  public void commandEnded() {
    synchronized (this) {
      over = !requested;
      if (over) {
        return;
      }
    }
    ended.countDown();
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // The signal's thread interrupts this one, and ends the process.
      }
    }
  }

  private void received(int signal, Thread command, Consumer<String> line) {
    int exitCode = 128 + signal;
    synchronized (this) {
      if (over) {
        return;
      }
      long now = System.nanoTime();
      if (requested) {
        if (now - requestedNanos > ONE_REQUEST.toNanos()) {
          tell(line);
          Runtime.getRuntime().halt(exitCode);
        }
        return;
      }
      requested = true;
      requestedNanos = now;
    }
    silence();
    awaitCommand(command);
    tell(line);
    exit(exitCode);
  }

  private void awaitCommand(Thread command) {
    long start = System.nanoTime();
    Thread stopping = new Thread(this::keepStopping, "mobilespark-stop");
    stopping.setDaemon(true);
    stopping.start();
    if (!isEnded(PATIENCE)) {
      command.interrupt();
      isEnded(COMMAND_ENDS.minusNanos(System.nanoTime() - start));
    }
  }

  /** Of the jobs of Spark that begin meanwhile, too. */
  private void keepStopping() {
    do {
      stop.run();
    } while (!isEnded(REPEAT));
  }

  private boolean isEnded(Duration atMost) {
    try {
      return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private synchronized void tell(Consumer<String> line) {
    if (!told) {
      told = true;
      line.accept(standing.isEmpty() ? "interrupted" : "interrupted: " + standing);
    }
  }

  private static void exit(int exitCode) {
    Thread hooks = new Thread(() -> Runtime.getRuntime().exit(exitCode), "mobilespark-exit");
    hooks.setDaemon(true);
    hooks.start();
    try {
      hooks.join(EXIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode);
  }

  /** Whatever is logged from now on is the consequence of what was asked for. */
  private static void silence() {
    // Another logging library than Spark's own has levels of its own.
    if (LogManager.getContext(false) instanceof LoggerContext) {
      Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
    }
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
  }
}
