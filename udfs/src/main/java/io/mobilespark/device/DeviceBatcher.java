// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import io.mobilespark.tensorflow.DeviceLost;
import io.mobilespark.tensorflow.DeviceOutOfMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one device, shared by all tasks of a JVM: gathers their pictures to full batches and
 * runs several of them at once, each in a thread and an input of its own. A batch starts when it is
 * full, when its oldest picture has waited long enough, or when every task waits for rows, so that
 * nobody could fill it. Where a batch does not fit into the device's memory it is halved, and all
 * later ones are as small.
 *
 * @param <S> the samples of one picture
 * @param <R> what the network says of one picture
 */
public final class DeviceBatcher<S, R> implements AutoCloseable {
  private final DeviceNetwork<S, R> network;
  private final Consumer<DeviceLost> whenLost;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition batchMayBeDue = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final DeviceQueue<DevicePicture<S, R>> queue;
  private final Set<DeviceClient<S, R>> clients = new LinkedHashSet<>();
  private final DeviceThreads threads = new DeviceThreads();
  private final BusyTime busy = new BusyTime();
  private final AtomicBoolean lost = new AtomicBoolean();
  private int waitingClients;

  /** Why nothing is computed any more. */
  private @Nullable Throwable ended;

  /**
   * Starts the threads.
   *
   * @param name of the device, for its threads' names
   * @param network stays the caller's and is closed after the batcher
   * @param whenLost called once, when the device is gone for good and before any task learns of it;
   *     in an executor it ends the JVM
   */
  public DeviceBatcher(
      String name,
      DeviceLimits limits,
      DeviceNetwork<S, R> network,
      Consumer<DeviceLost> whenLost) {
    this.network = network;
    this.whenLost = whenLost;
    this.queue =
        new DeviceQueue<>(
            limits.maxQueuedPictures(network.pictureBytes()),
            limits.batchPictures(),
            limits.maxWait().toNanos());
    for (int i = 0; i < limits.batchesInFlight(); i++) {
      threads.start("mobilespark-" + name + "-" + i, new DeviceRunner<>(this));
    }
  }

  /**
   * A way in for one task.
   *
   * @param killed whether the task should stop; asked while it waits
   * @return owned by the task
   * @throws CancellationException when the batcher is closed
   * @throws IllegalStateException when the device is lost
   */
  public DeviceClient<S, R> client(BooleanSupplier killed) {
    lock.lock();
    try {
      if (ended instanceof DeviceLost) {
        throw new IllegalStateException(ended.getMessage(), ended);
      }
      if (ended != null) {
        throw new CancellationException(ended.getMessage());
      }
      DeviceClient<S, R> client = new DeviceClient<>(this, killed);
      clients.add(client);
      return client;
    } finally {
      lock.unlock();
    }
  }

  /** Pictures of a full batch: fewer than at the start where the device's memory was short. */
  public int batchPictures() {
    return locked(queue::batchPictures);
  }

  /** Pictures that wait for the device. */
  public int queued() {
    return locked(queue::size);
  }

  /**
   * Ends every task's waiting and the threads; a batch that computes is waited for, but not on a
   * device that is lost. Further calls do nothing.
   */
  @Override
  public void close() {
    end(new CancellationException("The device's queue is closed"));
    threads.join(Duration.ofSeconds(lost.get() ? 1 : 60));
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  // For clients, with the lock held.

  ReentrantLock lock() {
    return lock;
  }

  boolean hasRoom() {
    return queue.hasRoom();
  }

  @SuppressWarnings("WaitNotInLoop") // the client's loop
  void awaitRoom(long nanos) throws InterruptedException {
    room.awaitNanos(nanos);
  }

  void enqueue(DevicePicture<S, R> picture) {
    queue.add(picture, picture.sinceNanos());
    // A runner counts the time from the first picture on.
    if (queue.size() == 1 || queue.size() >= queue.batchPictures()) {
      batchMayBeDue.signal();
    }
  }

  void withdraw(DeviceClient<S, R> client) {
    clients.remove(client);
    queue.removeIf(picture -> picture.client() == client);
    wakeAll();
  }

  void waits(int change) {
    waitingClients += change;
    if (nobodyFills()) {
      batchMayBeDue.signal();
    }
  }

  private boolean nobodyFills() {
    return waitingClients >= clients.size();
  }

  private void failNow(DeviceClient<S, R> client, Throwable cause) {
    client.fail(cause);
    withdraw(client);
  }

  private void wakeAll() {
    batchMayBeDue.signalAll();
    room.signalAll();
  }

  // For runners.

  DeviceNetwork<S, R> network() {
    return network;
  }

  /** Waits for a batch that is due; empty when the batcher is closed. */
  List<DevicePicture<S, R>> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (ended == null) {
        long now = System.nanoTime();
        if (queue.isDue(now) || (queue.size() > 0 && nobodyFills())) {
          List<DevicePicture<S, R>> batch = queue.take();
          started(batch, now);
          return batch;
        }
        long nanos = queue.nanosUntilDue(now);
        if (nanos == Long.MAX_VALUE) {
          batchMayBeDue.await();
        } else {
          batchMayBeDue.awaitNanos(nanos);
        }
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private void started(List<DevicePicture<S, R>> batch, long now) {
    for (DevicePicture<S, R> picture : batch) {
      picture.client().add(DeviceTimes.picture(now - picture.sinceNanos()));
    }
    DeviceClient<S, R> first = batch.get(0).client();
    first.add(DeviceTimes.batch(batch.size(), queue.batchPictures()));
    first.add(DeviceTimes.busy(busy.started(now)));
    room.signalAll();
    // What is left may be due for another runner, or set its time.
    batchMayBeDue.signal();
  }

  /** Hands out the rows of a batch or of a part of one. */
  void done(List<DevicePicture<S, R>> batch, List<R> rows) {
    lock.lock();
    try {
      batch.get(0).client().add(DeviceTimes.busy(busy.still(System.nanoTime())));
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).client().done(batch.get(i), rows.get(i));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The device has done with a batch that {@link #take} gave. */
  void finished() {
    lock.lock();
    try {
      busy.ended(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Fails the tasks with pictures in a batch, and no other. */
  void failed(List<DevicePicture<S, R>> batch, Throwable cause) {
    lock.lock();
    try {
      batch.forEach(picture -> failNow(picture.client(), cause));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes batches smaller.
   *
   * @param batch did not fit
   * @throws DeviceOutOfMemory when it cannot be made smaller
   */
  void halve(List<DevicePicture<S, R>> batch, DeviceOutOfMemory cause) {
    lock.lock();
    try {
      int half = batch.size() / 2;
      if (half < 1) {
        throw cause;
      }
      // Another runner may have found out the same meanwhile.
      if (half < queue.batchPictures()) {
        queue.fillTo(half);
        batch.get(0).client().add(DeviceTimes.halving());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The device is gone: nothing that waits for it will come. Only the first call does something.
   */
  void lost(DeviceLost cause) {
    if (lost.getAndSet(true)) {
      return;
    }
    try {
      whenLost.accept(cause);
    } finally {
      end(cause);
    }
  }

  /** Fails every task; the threads end with the batches they compute. */
  void end(Throwable cause) {
    lock.lock();
    try {
      ended = ended == null ? cause : ended;
      new ArrayList<>(clients).forEach(client -> failNow(client, cause));
      wakeAll();
    } finally {
      lock.unlock();
    }
  }
}
