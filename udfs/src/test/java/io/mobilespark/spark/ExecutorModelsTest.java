// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.inference.DeviceModel;
import io.mobilespark.inference.Predictor;
import io.mobilespark.tensorflow.Device;
import io.mobilespark.tensorflow.PixelTensor;
import io.mobilespark.tensorflow.SampleType;
import io.mobilespark.tensorflow.SessionSettings;
import io.mobilespark.testing.ColourGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loaded once, shared, and never closed under a task. */
class ExecutorModelsTest {
  private final ExecutorModels models = new ExecutorModels();
  private final AtomicInteger opened = new AtomicInteger();

  @AfterEach
  void closeAll() {
    models.closeIdle();
    assertThat(models.open()).isZero();
  }

  @Test
  void sixteenThreadsThatAskAtOnceShareOneModel() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<ExecutorModels.Lease>> asked = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        asked.add(
            threads.submit(
                () -> {
                  start.await();
                  return models.lease("v1", this::open);
                }));
      }
      start.countDown();
      List<ExecutorModels.Lease> leases = new ArrayList<>();
      for (Future<ExecutorModels.Lease> lease : asked) {
        leases.add(lease.get());
      }
      assertThat(opened).hasValue(1);
      assertThat(models.loads()).isEqualTo(1);
      assertThat(leases.stream().map(ExecutorModels.Lease::predictor).distinct()).hasSize(1);
      assertThat(leases.stream().filter(ExecutorModels.Lease::loaded)).hasSize(1);
      leases.forEach(ExecutorModels.Lease::close);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void otherKeysAreOtherModels() {
    try (ExecutorModels.Lease one = models.lease("v1", this::open);
        ExecutorModels.Lease two = models.lease("v2", this::open)) {
      assertThat(one.predictor()).isNotSameAs(two.predictor());
      assertThat(models.loads()).isEqualTo(2);
      assertThat(models.open()).isEqualTo(2);
    }
  }

  /** TensorFlow places what is meant for GPUs on the CPU where there are none. */
  @Test
  void eachGpuOfAnExecutorHasASessionThatItsTasksShare() {
    try (ExecutorModels.Lease first = leaseOn(0);
        ExecutorModels.Lease second = leaseOn(1);
        ExecutorModels.Lease another = leaseOn(1)) {
      assertThat(first.device()).isNotSameAs(second.device());
      assertThat(another.device()).isSameAs(second.device());
      assertThat(models.loads()).isEqualTo(2);
    }
  }

  private ExecutorModels.Lease leaseOn(int gpu) {
    SessionSettings session = SessionSettings.ONE_CORE_PER_TASK.on(new Device.Gpu(gpu, false, 0));
    return models.leaseDevice(
        ExecutorModels.key("v1", "squash", session),
        () ->
            DeviceModel.open(
                ColourGraph.of(SampleType.UINT8),
                session,
                new DeviceModel.Feeding("gpu" + gpu, 2, 4),
                lost -> {}));
  }

  @Test
  void aFailureToLoadIsTheCallersAndLeavesNothingBehind() {
    assertThatThrownBy(
            () ->
                models.lease(
                    "v1",
                    () -> {
                      throw new IllegalStateException("no memory");
                    }))
        .hasMessage("no memory");
    assertThat(models.open()).isZero();
    assertThat(models.loads()).isZero();
    try (ExecutorModels.Lease lease = models.lease("v1", this::open)) {
      assertThat(lease.loaded()).isTrue();
    }
  }

  @Test
  void aLeasedModelIsNeverClosed() {
    ExecutorModels.Lease first = models.lease("v1", this::open);
    ExecutorModels.Lease second = models.lease("v1", this::open);
    first.close();
    first.close();
    models.closeIdle();
    assertThat(models.open()).isEqualTo(1);
    assertComputes(second.predictor());
    second.close();
    models.closeIdle();
    assertThat(models.open()).isZero();
    assertThatThrownBy(() -> assertComputes(second.predictor()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aModelStaysForTheNextTaskAndIsLoadedAgainOnceClosed() {
    models.lease("v1", this::open).close();
    models.lease("v1", this::open).close();
    assertThat(models.loads()).isEqualTo(1);
    models.closeIdle();
    models.lease("v1", this::open).close();
    assertThat(models.loads()).isEqualTo(2);
  }

  @Test
  void waitingEndsWithTheLastLeaseOrTheTime() throws Exception {
    assertThat(models.awaitIdle(Duration.ZERO)).isTrue();
    ExecutorModels.Lease lease = models.lease("v1", this::open);
    assertThat(models.awaitIdle(Duration.ofMillis(20))).isFalse();
    Thread other =
        new Thread(
            () -> {
              pause();
              lease.close();
            });
    other.start();
    assertThat(models.awaitIdle(Duration.ofMinutes(1))).isTrue();
    other.join();
  }

  private Predictor open() {
    opened.incrementAndGet();
    return Predictor.open(ColourGraph.of(SampleType.UINT8), SessionSettings.ONE_CORE_PER_TASK);
  }

  private static void assertComputes(Predictor predictor) {
    try (PixelTensor input = predictor.newInput(2)) {
      assertThat(predictor.predict(input).pictures()).isEqualTo(2);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
