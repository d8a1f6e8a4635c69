// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Eight tasks in threads of their own that go ahead as far as those of a run may, each at a rate of
 * its own, before a device that is slower: it computes a batch once the queue is full again.
 */
@Timeout(120)
class FullBatchesTest {
  private static final int TASKS = 8;
  private static final int BATCH = 32;
  private static final int PICTURES = 500;
  private static final int AHEAD = 2 * BATCH;

  private final FakeDevice device = FakeDevice.held();
  private final AtomicInteger atWork = new AtomicInteger(TASKS);

  @Test
  void nineOfTenBatchesAreFullAtTheLeast() throws Exception {
    ExecutorService tasks = Executors.newFixedThreadPool(TASKS);
    DeviceLimits limits =
        new DeviceLimits(BATCH, Duration.ofMinutes(10), 2L * BATCH * FakeDevice.PICTURE_BYTES, 2);
    try (DeviceBatcher<Integer, Integer> batcher =
        new DeviceBatcher<>("test", limits, device, lost -> {})) {
      List<Future<DeviceTimes>> ends = new ArrayList<>();
      for (int task = 0; task < TASKS; task++) {
        ends.add(tasks.submit(task(batcher, task)));
      }
      while (atWork.get() == TASKS) {
        // Slower than its tasks: it goes on when they have filled the queue.
        if (batcher.queued() == 2 * BATCH && device.running.get() == 2) {
          device.turns(1);
        }
        Thread.onSpinWait();
      }
      device.turns(Integer.MAX_VALUE / 2);
      DeviceTimes sum = DeviceTimes.NONE;
      for (Future<DeviceTimes> end : ends) {
        sum = sum.plus(end.get());
      }
      assertThat(sum.pictures()).isEqualTo(TASKS * PICTURES);
      long full = device.batches.stream().filter(batch -> batch.size() == BATCH).count();
      assertThat((double) full / device.batches.size()).isGreaterThanOrEqualTo(0.9);
      assertThat(sum.busyNanos()).isPositive();
    } finally {
      tasks.shutdownNow();
      assertThat(tasks.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Callable<DeviceTimes> task(DeviceBatcher<Integer, Integer> batcher, int task) {
    return () -> {
      Random random = new Random(task);
      try (DeviceClient<Integer, Integer> client = batcher.client(() -> false)) {
        int taken = 0;
        for (int submitted = 0; submitted < PICTURES; submitted++) {
          for (int i = random.nextInt(1000 * (task + 1)); i > 0; i--) {
            Thread.onSpinWait();
          }
          if (client.pending() == AHEAD) {
            assertThat(client.next()).isEqualTo(FakeDevice.answer(task * PICTURES + taken++));
          }
          client.submit(task * PICTURES + submitted);
        }
        atWork.decrementAndGet();
        while (taken < PICTURES) {
          assertThat(client.next()).isEqualTo(FakeDevice.answer(task * PICTURES + taken++));
        }
        return client.times();
      }
    };
  }
}
