// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that goes on beside the caller's, in a thread of its own: those of Java's common pool lack
 * the class loader that spark-submit gives to an application.
 */
final class Background<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Background(String name, Callable<T> work) {
    task = new FutureTask<>(work);
    thread = new Thread(task, "mobilespark-" + name);
    thread.setDaemon(true);
  }

  /** Begins at once. */
  static <T> Background<T> start(String name, Callable<T> work) {
    Background<T> background = new Background<>(name, work);
    background.thread.start();
    return background;
  }

  /** Gives it up: interrupts it and waits until it has ended. */
  void end() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for it.
   *
   * @throws RuntimeException the work's own
   */
  T result() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in the " + thread.getName(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
