// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.tensorflow.DeviceLost;
import io.mobilespark.tensorflow.DeviceOutOfMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Too little memory makes batches smaller; a device that is gone ends everything. */
@Timeout(60)
class DeviceFailuresTest {
  private final FakeDevice device = FakeDevice.free();
  private final List<DeviceLost> lost = new CopyOnWriteArrayList<>();

  @Test
  void batchesAreHalvedUntilTheyFitAndStaySmall() throws Exception {
    device.memoryPictures = 5;
    try (DeviceBatcher<Integer, Integer> batcher = batcher(16, 1);
        DeviceClient<Integer, Integer> client = batcher.client(() -> false)) {
      assertThat(computed(client, 0, 16)).isTrue();
      assertThat(batcher.batchPictures()).isEqualTo(4);
      assertThat(client.times().halvings()).isEqualTo(2);
      assertThat(device.batches).extracting(List::size).containsExactly(4, 4, 4, 4);
      assertThat(computed(client, 100, 16)).isTrue();
      assertThat(client.times().halvings()).as("remembered").isEqualTo(2);
      assertThat(device.batches).allMatch(batch -> batch.size() <= 4);
      assertThat(device.inputsOpen).as("of the present size alone").hasValue(1);
    }
  }

  @Test
  void twoBatchesInFlightHalveOnceForTheSameReason() throws Exception {
    device.memoryPictures = 8;
    try (DeviceBatcher<Integer, Integer> batcher = batcher(16, 2);
        DeviceClient<Integer, Integer> client = batcher.client(() -> false)) {
      for (int round = 0; round < 20; round++) {
        assertThat(computed(client, round * 32, 32)).isTrue();
      }
      assertThat(batcher.batchPictures()).isEqualTo(8);
      assertThat(client.times().halvings()).isEqualTo(1);
    }
  }

  @Test
  void whereNotEvenOnePictureFitsItsTaskFails() throws Exception {
    device.memoryPictures = 0;
    try (DeviceBatcher<Integer, Integer> batcher = batcher(8, 1);
        DeviceClient<Integer, Integer> client = batcher.client(() -> false)) {
      for (int i = 0; i < 8; i++) {
        client.submit(i);
      }
      assertThatThrownBy(client::next)
          .hasMessageContaining("no room for 1")
          .hasCauseInstanceOf(DeviceOutOfMemory.class);
      assertThat(batcher.batchPictures()).isEqualTo(1);
      device.memoryPictures = 8;
      try (DeviceClient<Integer, Integer> next = batcher.client(() -> false)) {
        assertThat(computed(next, 0, 3)).isTrue();
      }
    }
  }

  @Test
  void aLostDeviceIsToldOnceAndFailsEveryTask() throws Exception {
    device.breaks = picture -> picture >= 4;
    try (DeviceBatcher<Integer, Integer> batcher = batcher(2, 2);
        DeviceClient<Integer, Integer> one = batcher.client(() -> false);
        DeviceClient<Integer, Integer> two = batcher.client(() -> false)) {
      assertThat(computed(one, 0, 2)).isTrue();
      two.submit(4);
      two.submit(5);
      for (DeviceClient<Integer, Integer> client : List.of(two, one)) {
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 1000; i++) {
                    client.submit(4);
                    client.next();
                  }
                })
            .isInstanceOf(IllegalStateException.class)
            .hasCauseInstanceOf(DeviceLost.class);
      }
      assertThatThrownBy(() -> batcher.client(() -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the device is lost");
    }
    assertThat(lost).hasSize(1);
    assertThat(device.inputsOpen).hasValue(0);
  }

  private DeviceBatcher<Integer, Integer> batcher(int pictures, int inFlight) {
    DeviceLimits limits =
        new DeviceLimits(
            pictures, Duration.ofMinutes(10), 4L * pictures * FakeDevice.PICTURE_BYTES, inFlight);
    return new DeviceBatcher<>("test", limits, device, lost::add);
  }

  private static boolean computed(DeviceClient<Integer, Integer> client, int from, int count)
      throws InterruptedException {
    List<Integer> found = new ArrayList<>();
    List<Integer> wanted = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      client.submit(i);
      wanted.add(FakeDevice.answer(i));
    }
    for (int i = 0; i < count; i++) {
      found.add(client.next());
    }
    return found.equals(wanted);
  }
}
