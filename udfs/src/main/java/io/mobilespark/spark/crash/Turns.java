// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.apache.spark.TaskKilledException;

/**
 * Who decodes in this JVM: any number of tasks at a time, or one alone, so that its death speaks of
 * one picture.
 */
final class Turns {
  private static final ReadWriteLock OF_JVM = new ReentrantReadWriteLock();
  private static final long POLL_MILLIS = 200;

  /** Those that wait to be alone: nobody else begins meanwhile, or many would never let them. */
  private static final AtomicInteger WAITING = new AtomicInteger();

  private Turns() {}

  static void amongOthers(BooleanSupplier killed, Runnable work) {
    try {
      while (WAITING.get() > 0) {
        refuseKilled(killed);
        Thread.sleep(POLL_MILLIS / 10);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    take(OF_JVM.readLock(), killed, work);
  }

  static void alone(BooleanSupplier killed, Runnable work) {
    WAITING.incrementAndGet();
    try {
      take(OF_JVM.writeLock(), killed, work);
    } finally {
      WAITING.decrementAndGet();
    }
  }

  private static void refuseKilled(BooleanSupplier killed) {
    if (killed.getAsBoolean()) {
      throw new TaskKilledException("killed while another picture is tried alone");
    }
  }

  private static TaskKilledException interrupted() {
    Thread.currentThread().interrupt();
    return new TaskKilledException("interrupted while another picture is tried alone");
  }

  private static void take(Lock turn, BooleanSupplier killed, Runnable work) {
    try {
      while (!turn.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        refuseKilled(killed);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }
}
