package io.mobilespark.spark.crash;

import java.util.concurrent.TimeUnit;
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

  private Turns() {}

  static void amongOthers(BooleanSupplier killed, Runnable work) {
    take(OF_JVM.readLock(), killed, work);
  }

  static void alone(BooleanSupplier killed, Runnable work) {
    take(OF_JVM.writeLock(), killed, work);
  }

  private static void take(Lock turn, BooleanSupplier killed, Runnable work) {
    try {
      while (!turn.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (killed.getAsBoolean()) {
          throw new TaskKilledException("killed while another picture is tried alone");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TaskKilledException("interrupted while another picture is tried alone");
    }
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }
}
