// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Threads that end by themselves and are waited for. Daemons: no JVM stays because of them. */
final class DeviceThreads {
  private final List<Thread> threads = new ArrayList<>();

  void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Waits until all have ended, or for a time; an interrupt is kept for later. */
  void join(Duration atMost) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Thread thread : threads) {
      while (thread != Thread.currentThread() && thread.isAlive()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          break;
        }
        try {
          thread.join(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
