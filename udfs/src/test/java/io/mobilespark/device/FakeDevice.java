// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import io.mobilespark.tensorflow.DeviceLost;
import io.mobilespark.tensorflow.DeviceOutOfMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * A device whose answers can be told in advance: 31 times the picture's number plus 7. Fails, runs
 * out of memory or falls off when told, and computes only while it may.
 */
final class FakeDevice implements DeviceNetwork<Integer, Integer> {
  static final long PICTURE_BYTES = 100;

  final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
  final AtomicInteger inputsOpen = new AtomicInteger();
  final AtomicInteger inputsOpened = new AtomicInteger();
  final AtomicInteger running = new AtomicInteger();
  final AtomicInteger mostRunning = new AtomicInteger();
  volatile int memoryPictures = Integer.MAX_VALUE;
  volatile IntPredicate fails = picture -> false;
  volatile IntPredicate breaks = picture -> false;
  volatile int missingRows;

  /** Permits are batches that may compute. */
  private final Semaphore turns;

  private FakeDevice(int turns) {
    this.turns = new Semaphore(turns);
  }

  /** Computes whatever comes. */
  static FakeDevice free() {
    return new FakeDevice(Integer.MAX_VALUE / 2);
  }

  /** Computes a batch for every turn it is given. */
  static FakeDevice held() {
    return new FakeDevice(0);
  }

  static int answer(int picture) {
    return 31 * picture + 7;
  }

  void turns(int batches) {
    turns.release(batches);
  }

  @Override
  public long pictureBytes() {
    return PICTURE_BYTES;
  }

  @Override
  public DeviceInput<Integer, Integer> newInput(int pictures) {
    inputsOpen.incrementAndGet();
    inputsOpened.incrementAndGet();
    int[] places = new int[pictures];
    return new DeviceInput<>() {
      @Override
      public void write(int place, Integer picture) {
        places[place] = picture;
      }

      @Override
      public List<Integer> run(int count) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
          turns.acquireUninterruptibly();
          return compute(places, count);
        } finally {
          running.decrementAndGet();
        }
      }

      @Override
      public void close() {
        inputsOpen.decrementAndGet();
      }
    };
  }

  private List<Integer> compute(int[] places, int count) {
    List<Integer> batch = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (int place = 0; place < count; place++) {
      batch.add(places[place]);
      rows.add(answer(places[place]));
    }
    if (count > memoryPictures) {
      throw new DeviceOutOfMemory("no room for " + count, new IllegalStateException("oom"));
    }
    batches.add(batch);
    if (batch.stream().anyMatch(breaks::test)) {
      throw new DeviceLost("the device is lost", new IllegalStateException("sticky"));
    }
    if (batch.stream().anyMatch(fails::test)) {
      throw new IllegalStateException("no answer for " + batch);
    }
    return rows.subList(0, rows.size() - missingRows);
  }
}
