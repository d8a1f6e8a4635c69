// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Order, bounds, cancellation and isolation. Waiting that should end has a minute to do so. */
@Timeout(60)
class DeviceBatcherTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ExecutorService tasks = Executors.newCachedThreadPool();

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    tasks.shutdownNow();
    assertThat(tasks.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("mobilespark-test"));
  }

  @Test
  void rowsComeInTheOrderOfThePictures() throws Exception {
    FakeDevice device = FakeDevice.free();
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 4, LONG);
        DeviceClient<Integer, Integer> one = batcher.client(DeviceBatcherTest::neverKilled);
        DeviceClient<Integer, Integer> two = batcher.client(DeviceBatcherTest::neverKilled)) {
      for (int i = 0; i < 4; i++) {
        one.submit(i);
        two.submit(100 + i);
      }
      assertThat(one.pending()).isEqualTo(4);
      assertThat(rows(two, 4)).isEqualTo(answers(100, 4));
      assertThat(rows(one, 4)).isEqualTo(answers(0, 4));
      assertThat(one.pending()).isZero();
      assertThatThrownBy(one::next).isInstanceOf(NoSuchElementException.class);
      assertThat(device.batches)
          .containsExactlyInAnyOrder(List.of(0, 100, 1, 101), List.of(2, 102, 3, 103));
      DeviceTimes both = one.times().plus(two.times());
      assertThat(both.pictures()).isEqualTo(8);
      assertThat(both.batches()).isEqualTo(2);
      assertThat(both.batchPictures()).isEqualTo(8);
      assertThat(both.batchPlaces()).isEqualTo(8);
      assertThat(both.halvings()).isZero();
    }
    assertThat(device.inputsOpen).hasValue(0);
  }

  @Test
  void nobodyWaitsForABatchThatNobodyFills() throws Exception {
    FakeDevice device = FakeDevice.free();
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 64, LONG);
        DeviceClient<Integer, Integer> client = batcher.client(DeviceBatcherTest::neverKilled)) {
      client.submit(5);
      assertThat(client.next()).isEqualTo(FakeDevice.answer(5));
    }
  }

  @Test
  void aBatchThatDoesNotFillStartsAfterTheMaximumWait() throws Exception {
    FakeDevice device = FakeDevice.free();
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 64, Duration.ofMillis(30));
        DeviceClient<Integer, Integer> busyElsewhere =
            batcher.client(DeviceBatcherTest::neverKilled);
        DeviceClient<Integer, Integer> client = batcher.client(DeviceBatcherTest::neverKilled)) {
      client.submit(5);
      assertThat(client.next()).isEqualTo(FakeDevice.answer(5));
      assertThat(client.times().queueNanos()).isGreaterThanOrEqualTo(30_000_000L);
      assertThat(busyElsewhere.times()).isEqualTo(DeviceTimes.NONE);
    }
  }

  @Test
  void twoBatchesAreInFlightAtOnceEachOnItsOwnInput() throws Exception {
    FakeDevice device = FakeDevice.held();
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 2, LONG);
        DeviceClient<Integer, Integer> client = batcher.client(DeviceBatcherTest::neverKilled)) {
      submit(client, 0, 8);
      await(() -> device.running.get() == 2);
      assertThat(batcher.queued()).isEqualTo(4);
      device.turns(10);
      assertThat(rows(client, 8)).isEqualTo(answers(0, 8));
      submit(client, 8, 8);
      assertThat(rows(client, 8)).isEqualTo(answers(8, 8));
      assertThat(device.mostRunning).hasValue(2);
      assertThat(device.inputsOpened).as("reused").hasValue(2);
    }
  }

  @Test
  void aFullQueueHoldsItsProducersBack() throws Exception {
    FakeDevice device = FakeDevice.held();
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 2, LONG);
        DeviceClient<Integer, Integer> client = batcher.client(DeviceBatcherTest::neverKilled)) {
      // Two batches in flight and two waiting.
      submit(client, 0, 8);
      Future<?> ninth = tasks.submit(() -> submitted(client, 8));
      await(() -> device.running.get() == 2 && batcher.queued() == 4);
      Thread.sleep(50);
      assertThat(ninth.isDone()).isFalse();
      assertThat(batcher.queued()).isEqualTo(4);
      device.turns(1);
      ninth.get();
      device.turns(10);
      assertThat(rows(client, 9)).isEqualTo(answers(0, 9));
    }
  }

  @Test
  void aClosedClientsPicturesLeaveTheQueueAndItsWaitingEnds() throws Exception {
    FakeDevice device = FakeDevice.held();
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 2, LONG);
        DeviceClient<Integer, Integer> other = batcher.client(DeviceBatcherTest::neverKilled)) {
      DeviceClient<Integer, Integer> killed = batcher.client(DeviceBatcherTest::neverKilled);
      submit(killed, 0, 8);
      Future<?> blocked = tasks.submit(() -> submitted(killed, 8));
      await(() -> device.running.get() == 2 && batcher.queued() == 4);
      killed.close();
      killed.close();
      assertThat(batcher.queued()).isZero();
      assertThatThrownBy(blocked::get).hasRootCauseInstanceOf(CancellationException.class);
      assertThatThrownBy(killed::next).isInstanceOf(CancellationException.class);
      submit(other, 20, 4);
      device.turns(10);
      assertThat(rows(other, 4)).isEqualTo(answers(20, 4));
      // The closed client's second batch may still be on the other thread.
      await(() -> device.batches.size() == 4 && device.running.get() == 0);
      assertThat(device.batches.stream().flatMap(List::stream))
          .as("only what had begun was computed")
          .containsExactlyInAnyOrder(0, 1, 2, 3, 20, 21, 22, 23);
    }
  }

  @Test
  void waitingForRowsEndsWithTheTask() throws Exception {
    FakeDevice device = FakeDevice.held();
    AtomicBoolean flag = new AtomicBoolean();
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 1, LONG);
        DeviceClient<Integer, Integer> flagged = batcher.client(flag::get);
        DeviceClient<Integer, Integer> interrupted =
            batcher.client(DeviceBatcherTest::neverKilled)) {
      DeviceClient<Integer, Integer> closed = batcher.client(DeviceBatcherTest::neverKilled);
      List<Future<Integer>> waiting = new ArrayList<>();
      for (DeviceClient<Integer, Integer> client : List.of(closed, flagged, interrupted)) {
        client.submit(1);
        waiting.add(tasks.submit(client::next));
      }
      await(() -> device.running.get() == 2);
      closed.close();
      flag.set(true);
      waiting.get(2).cancel(true);
      assertThatThrownBy(() -> waiting.get(0).get())
          .hasRootCauseInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> waiting.get(1).get())
          .hasRootCauseInstanceOf(CancellationException.class);
      device.turns(10);
    }
  }

  @Test
  void aFailedBatchFailsOnlyTheTasksInIt() throws Exception {
    FakeDevice device = FakeDevice.held();
    device.fails = picture -> picture == 1;
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 2, LONG);
        DeviceClient<Integer, Integer> one = batcher.client(DeviceBatcherTest::neverKilled);
        DeviceClient<Integer, Integer> two = batcher.client(DeviceBatcherTest::neverKilled);
        DeviceClient<Integer, Integer> three = batcher.client(DeviceBatcherTest::neverKilled)) {
      submit(one, 0, 1);
      submit(two, 1, 1);
      submit(three, 20, 2);
      await(() -> device.running.get() == 2);
      submit(two, 30, 1);
      submit(three, 22, 1);
      device.turns(10);
      for (DeviceClient<Integer, Integer> failed : List.of(one, two)) {
        assertThatThrownBy(failed::next)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("A device batch failed: no answer for [0, 1]");
        assertThatThrownBy(() -> failed.submit(9)).isInstanceOf(IllegalStateException.class);
      }
      assertThat(rows(three, 3)).isEqualTo(answers(20, 3));
      try (DeviceClient<Integer, Integer> again = batcher.client(DeviceBatcherTest::neverKilled)) {
        submit(again, 40, 4);
        assertThat(rows(again, 4)).isEqualTo(answers(40, 4));
      }
    }
  }

  @Test
  void aRowTooFewFailsTheBatch() throws Exception {
    FakeDevice device = FakeDevice.free();
    device.missingRows = 1;
    try (DeviceBatcher<Integer, Integer> batcher = batcher(device, 2, LONG);
        DeviceClient<Integer, Integer> client = batcher.client(DeviceBatcherTest::neverKilled)) {
      submit(client, 0, 2);
      assertThatThrownBy(client::next).hasMessageContaining("2 pictures gave 1 rows");
    }
  }

  @Test
  void closingEndsWhoeverWaits() throws Exception {
    FakeDevice device = FakeDevice.held();
    DeviceBatcher<Integer, Integer> batcher = batcher(device, 2, LONG);
    DeviceClient<Integer, Integer> client = batcher.client(DeviceBatcherTest::neverKilled);
    submit(client, 0, 8);
    Future<?> blocked = tasks.submit(() -> submitted(client, 8));
    await(() -> device.running.get() == 2);
    Future<?> closing = tasks.submit(batcher::close);
    assertThatThrownBy(blocked::get).hasRootCauseInstanceOf(CancellationException.class);
    assertThatThrownBy(client::next).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> batcher.client(DeviceBatcherTest::neverKilled))
        .isInstanceOf(CancellationException.class);
    assertThat(closing.isDone()).as("waits for the batches that compute").isFalse();
    device.turns(10);
    closing.get();
    batcher.close();
    assertThat(device.inputsOpen).hasValue(0);
  }

  private static DeviceBatcher<Integer, Integer> batcher(
      FakeDevice device, int pictures, Duration wait) {
    long bytes = 2L * pictures * FakeDevice.PICTURE_BYTES;
    return new DeviceBatcher<>(
        "test", new DeviceLimits(pictures, wait, bytes, 2), device, lost -> {});
  }

  private static boolean submitted(DeviceClient<Integer, Integer> client, int picture)
      throws InterruptedException {
    client.submit(picture);
    return true;
  }

  private static void submit(DeviceClient<Integer, Integer> client, int from, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      client.submit(from + i);
    }
  }

  private static List<Integer> rows(DeviceClient<Integer, Integer> client, int count)
      throws InterruptedException {
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(client.next());
    }
    return rows;
  }

  private static List<Integer> answers(int from, int count) {
    List<Integer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(FakeDevice.answer(from + i));
    }
    return answers;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  private static boolean neverKilled() {
    return false;
  }
}
