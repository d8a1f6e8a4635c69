// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Eight tasks at random rates, one device and two runners, in a time of the test's own: how full
 * batches are and how long pictures wait is then a matter of the queue alone.
 */
class FillTest {
  private static final int TASKS = 8;
  private static final int RUNNERS = 2;
  private static final int BATCH = 32;
  private static final long BATCH_NANOS = 4_000_000;
  private static final long MAX_WAIT_NANOS = 20_000_000;
  private static final int PICTURES = 20_000;

  private final DeviceQueue<Integer> queue =
      new DeviceQueue<>(RUNNERS * BATCH, BATCH, MAX_WAIT_NANOS);
  private final List<Long> since = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();
  private long longestWait;

  /** When a task's next picture is finished, or a runner's batch. */
  private record Event(long at, int task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return Long.compare(at, other.at);
    }
  }

  @ParameterizedTest(name = "{0} times the device's rate")
  @CsvSource({"1.1, 0.9", "2, 0.99", "10, 0.99", "0.7, 0", "0.1, 0", "0.01, 0"})
  void batchesAreFullWhereTasksAreFasterAndNobodyWaitsLong(double rate, double fill) {
    for (long seed = 0; seed < 5; seed++) {
      since.clear();
      batches.clear();
      simulate(rate, new Random(seed));
      long full = batches.stream().filter(pictures -> pictures == BATCH).count();
      assertThat((double) full / batches.size()).as("seed %d", seed).isGreaterThanOrEqualTo(fill);
      assertThat(batches.stream().mapToInt(i -> i).sum()).isGreaterThanOrEqualTo(PICTURES);
      assertThat(longestWait).isLessThanOrEqualTo(MAX_WAIT_NANOS + BATCH_NANOS);
    }
  }

  /** Tasks that find the queue full try again when a batch has started. */
  private void simulate(double rate, Random random) {
    double deviceNanosPerPicture = (double) BATCH_NANOS / BATCH / RUNNERS;
    double nanosPerPicture = TASKS * deviceNanosPerPicture / rate;
    PriorityQueue<Event> events = new PriorityQueue<>();
    for (int task = 0; task < TASKS; task++) {
      events.add(new Event(pause(nanosPerPicture, random), task));
    }
    long[] runnerFree = new long[RUNNERS];
    List<Integer> held = new ArrayList<>();
    long now = 0;
    while (since.size() < PICTURES + RUNNERS * BATCH) {
      long nextEvent = events.isEmpty() ? Long.MAX_VALUE : events.element().at;
      int runner = runnerFree[0] <= runnerFree[1] ? 0 : 1;
      long due = queue.nanosUntilDue(now);
      long start =
          due == Long.MAX_VALUE ? due : Math.max(runnerFree[runner], now + Math.max(0, due));
      if (start <= nextEvent) {
        now = start;
        run(now);
        runnerFree[runner] = now + BATCH_NANOS;
        for (int task : held) {
          events.add(new Event(now, task));
        }
        held.clear();
      } else {
        Event event = events.remove();
        now = event.at;
        if (queue.hasRoom()) {
          queue.add(since.size(), now);
          since.add(now);
          events.add(new Event(now + pause(nanosPerPicture, random), event.task));
        } else {
          held.add(event.task);
        }
      }
    }
    queue.removeIf(late -> true);
  }

  private void run(long now) {
    assertThat(queue.isDue(now)).isTrue();
    List<Integer> batch = queue.take();
    for (int picture : batch) {
      longestWait = Math.max(longestWait, now - since.get(picture));
    }
    batches.add(batch.size());
  }

  private static long pause(double mean, Random random) {
    return (long) (-Math.log(1 - random.nextDouble()) * mean);
  }
}
