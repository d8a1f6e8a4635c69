// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closes a stream that gives nothing for too long, which ends the read that waits on it; Java's
 * HTTP client has no time-out of its own once the headers are there.
 */
final class StallWatch implements AutoCloseable {
  private final AtomicLong lastProgress = new AtomicLong(System.nanoTime());
  private final AtomicBoolean stalled = new AtomicBoolean();
  private final Thread thread;

  StallWatch(Closeable watched, Duration timeout) {
    thread = new Thread(() -> watch(watched, timeout.toNanos()), "mobilespark-fetch-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Says that bytes came. */
  void progress() {
    lastProgress.set(System.nanoTime());
  }

  /** Whether the stream was closed for want of bytes. */
  boolean stalled() {
    return stalled.get();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch(Closeable watched, long timeoutNanos) {
    try {
      for (long left = timeoutNanos; left > 0; ) {
        Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        left = timeoutNanos - (System.nanoTime() - lastProgress.get());
      }
      stalled.set(true);
      watched.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      stalled.set(true);
    }
  }
}
