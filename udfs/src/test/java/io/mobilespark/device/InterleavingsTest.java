// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand runs of tasks that submit, take, give up and meet failures at random: every task gets
 * its own rows in order, or the failure that was its own. A seed fixes what every task does, not
 * how threads take turns.
 */
class InterleavingsTest {
  private static final int RUNS = 1_000;
  private static final int PICTURES = 1_000;
  private static final ExecutorService TASKS = Executors.newCachedThreadPool();

  private enum End {
    ALL,
    FAILED,
    GAVE_UP
  }

  @AfterAll
  static void end() {
    TASKS.shutdownNow();
  }

  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void everyTaskGetsItsRowsOrItsOwnFailure() throws Exception {
    for (int seed = 0; seed < RUNS; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) throws Exception {
    Random random = new Random(seed);
    int batch = 1 + random.nextInt(8);
    int queue = batch + random.nextInt(3 * batch);
    Duration wait = Duration.ofNanos(random.nextInt(300_000));
    DeviceLimits limits =
        new DeviceLimits(batch, wait, queue * FakeDevice.PICTURE_BYTES, 1 + random.nextInt(3));
    FakeDevice device = FakeDevice.free();
    int poison = random.nextInt(3) == 0 ? random.nextInt(8) * PICTURES + 5 : -1;
    device.fails = picture -> picture == poison;
    device.memoryPictures = random.nextInt(4) == 0 ? 1 + random.nextInt(batch) : batch;
    int tasks = 1 + random.nextInt(8);
    try (DeviceBatcher<Integer, Integer> batcher =
        new DeviceBatcher<>("test", limits, device, lost -> {})) {
      List<Future<End>> ends = new ArrayList<>();
      for (int task = 0; task < tasks; task++) {
        ends.add(TASKS.submit(task(batcher, task, random.nextLong())));
      }
      for (int task = 0; task < tasks; task++) {
        End end = ends.get(task).get();
        if (poison < 0) {
          assertThat(end).as("seed %d, task %d", seed, task).isNotEqualTo(End.FAILED);
        }
      }
      assertThat(batcher.queued()).as("seed %d", seed).isZero();
    }
    assertThat(device.inputsOpen).as("seed %d", seed).hasValue(0);
    assertThat(device.mostRunning.get()).isLessThanOrEqualTo(limits.batchesInFlight());
    assertThat(device.batches).allMatch(b -> b.size() <= device.memoryPictures);
    assertThat(device.batches.stream().flatMap(List::stream).toList())
        .as("no picture is computed twice")
        .doesNotHaveDuplicates();
  }

  /** Keeps a window of pictures under way, as tasks do. */
  private static Callable<End> task(DeviceBatcher<Integer, Integer> batcher, int task, long seed) {
    return () -> {
      Random random = new Random(seed);
      int pictures = random.nextInt(30);
      int window = 1 + random.nextInt(12);
      int givesUpAfter = random.nextInt(4) == 0 ? random.nextInt(30) : Integer.MAX_VALUE;
      int submitted = 0;
      int taken = 0;
      try (DeviceClient<Integer, Integer> client = batcher.client(() -> false)) {
        while (taken < pictures) {
          if (taken >= givesUpAfter) {
            return End.GAVE_UP;
          }
          if (submitted < pictures && submitted - taken < window && random.nextInt(4) > 0) {
            client.submit(task * PICTURES + submitted++);
          } else if (taken < submitted) {
            assertThat(client.next()).isEqualTo(FakeDevice.answer(task * PICTURES + taken++));
          } else if (random.nextBoolean()) {
            Thread.onSpinWait();
          }
        }
        assertThat(client.times().pictures()).isEqualTo(pictures);
        return End.ALL;
      } catch (CancellationException e) {
        throw new AssertionError("nobody cancelled task " + task, e);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("no answer for");
        return End.FAILED;
      }
    };
  }
}
