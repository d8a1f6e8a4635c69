// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One task's way to the device: pictures in, their rows out in the same order. Used by the task's
 * thread; {@link #close()} may come from any. Closing withdraws what waits and drops what is being
 * computed.
 *
 * @param <S> the samples of one picture
 * @param <R> what the network says of one picture
 */
public final class DeviceClient<S, R> implements AutoCloseable {
  /** How late a task may notice that it was killed, if nobody closes or interrupts it. */
  private static final long KILL_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final DeviceBatcher<S, R> batcher;
  private final BooleanSupplier killed;
  private final Condition changed;
  private final Deque<DevicePicture<S, R>> pending = new ArrayDeque<>();
  private @Nullable Throwable failure;
  private boolean closed;
  private DeviceTimes times = DeviceTimes.NONE;

  DeviceClient(DeviceBatcher<S, R> batcher, BooleanSupplier killed) {
    this.batcher = batcher;
    this.killed = killed;
    this.changed = batcher.lock().newCondition();
  }

  /**
   * Hands in a picture, after waiting for room in the queue.
   *
   * @param samples belong to the device from now on
   * @throws CancellationException when the task is killed, or the client or the batcher closed
   * @throws IllegalStateException when a batch with pictures of this task failed; the cause says
   *     why
   */
  public void submit(S samples) throws InterruptedException {
    batcher.lock().lockInterruptibly();
    try {
      check();
      while (!batcher.hasRoom()) {
        batcher.awaitRoom(KILL_POLL_NANOS);
        check();
      }
      DevicePicture<S, R> picture = new DevicePicture<>(this, samples, System.nanoTime());
      pending.add(picture);
      batcher.enqueue(picture);
    } finally {
      batcher.lock().unlock();
    }
  }

  /**
   * Waits for the row of the oldest picture whose row was not taken yet.
   *
   * @throws NoSuchElementException when every row has been taken
   * @throws CancellationException when the task is killed, or the client or the batcher closed
   * @throws IllegalStateException when a batch with pictures of this task failed; the cause says
   *     why
   */
  public R next() throws InterruptedException {
    batcher.lock().lockInterruptibly();
    try {
      check();
      DevicePicture<S, R> oldest = pending.peek();
      if (oldest == null) {
        throw new NoSuchElementException("Every row was taken");
      }
      R row = oldest.row();
      R found = row == null ? awaited(oldest) : row;
      pending.remove();
      return found;
    } finally {
      batcher.lock().unlock();
    }
  }

  /** Pictures whose rows were not taken yet. */
  public int pending() {
    batcher.lock().lock();
    try {
      return pending.size();
    } finally {
      batcher.lock().unlock();
    }
  }

  /** What this task saw of the device so far. */
  public DeviceTimes times() {
    batcher.lock().lock();
    try {
      return times;
    } finally {
      batcher.lock().unlock();
    }
  }

  /** Withdraws the pictures and ends all waiting. Further calls do nothing. */
  @Override
  public void close() {
    batcher.lock().lock();
    try {
      if (!closed) {
        closed = true;
        pending.clear();
        changed.signalAll();
        batcher.withdraw(this);
      }
    } finally {
      batcher.lock().unlock();
    }
  }

  // What follows is called by the batcher, with its lock held.

  void done(DevicePicture<S, R> picture, R row) {
    picture.done(row);
    if (picture == pending.peek()) {
      changed.signalAll();
    }
  }

  void fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    changed.signalAll();
  }

  void add(DeviceTimes more) {
    times = times.plus(more);
  }

  private R awaited(DevicePicture<S, R> picture) throws InterruptedException {
    batcher.waits(1);
    try {
      while (true) {
        R row = picture.row();
        if (row != null) {
          return row;
        }
        changed.awaitNanos(KILL_POLL_NANOS);
        check();
      }
    } finally {
      batcher.waits(-1);
    }
  }

  private void check() {
    Throwable cause = failure;
    if (cause instanceof CancellationException) {
      throw new CancellationException(cause.getMessage());
    }
    if (cause != null) {
      throw new IllegalStateException("A device batch failed: " + cause.getMessage(), cause);
    }
    if (closed || killed.getAsBoolean()) {
      throw new CancellationException("The task has given up its pictures");
    }
  }
}
