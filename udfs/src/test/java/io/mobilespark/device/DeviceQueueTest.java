// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a batch is due, at moments that the test sets. */
class DeviceQueueTest {
  /** The clock wraps around meanwhile. */
  private final long start = Long.parseLong("9223372036854775757");

  private final DeviceQueue<Integer> queue = new DeviceQueue<>(6, 4, 100);

  @Test
  void nothingIsNeverDue() {
    assertThat(queue.isDue(start)).isFalse();
    assertThat(queue.nanosUntilDue(start)).isEqualTo(Long.MAX_VALUE);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void aFullBatchIsDueAtOnceAndComesInOrder() {
    for (int i = 0; i < 4; i++) {
      assertThat(queue.isDue(start)).isFalse();
      queue.add(i, start);
    }
    assertThat(queue.nanosUntilDue(start)).isZero();
    assertThat(queue.take()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void theOldestPictureSetsTheTime() {
    queue.add(0, start);
    queue.add(1, start + 70);
    assertThat(queue.nanosUntilDue(start + 70)).isEqualTo(30);
    assertThat(queue.isDue(start + 99)).isFalse();
    assertThat(queue.isDue(start + 100)).isTrue();
    assertThat(queue.take()).containsExactly(0, 1);
  }

  @Test
  void whatIsLeftKeepsItsOwnTime() {
    for (int i = 0; i < 5; i++) {
      queue.add(i, start + i);
    }
    queue.take();
    assertThat(queue.nanosUntilDue(start + 10)).isEqualTo(94);
  }

  @Test
  void roomEndsAndComesBack() {
    for (int i = 0; i < 6; i++) {
      assertThat(queue.hasRoom()).isTrue();
      queue.add(i, start);
    }
    assertThat(queue.hasRoom()).isFalse();
    assertThatThrownBy(() -> queue.add(6, start)).isInstanceOf(IllegalStateException.class);
    queue.removeIf(picture -> picture % 2 == 1);
    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.hasRoom()).isTrue();
    assertThat(queue.take()).containsExactly(0, 2, 4);
  }

  @Test
  void smallerBatchesAreFullSooner() {
    queue.add(0, start);
    queue.add(1, start);
    queue.add(2, start);
    assertThat(queue.isDue(start)).isFalse();
    queue.fillTo(2);
    assertThat(queue.isDue(start)).isTrue();
    assertThat(queue.take()).containsExactly(0, 1);
  }

  @Test
  void asManyBatchesWaitWhereTheyAreSmaller() {
    queue.fillTo(2);
    queue.add(0, start);
    assertThat(queue.hasRoom()).isTrue();
    queue.add(1, start);
    assertThat(queue.hasRoom()).as("one batch of four waited before").isFalse();
    queue.take();
    assertThat(queue.hasRoom()).isTrue();
  }

  @Test
  void limitsAreChecked() {
    Duration wait = Duration.ofMillis(1);
    assertThatThrownBy(() -> new DeviceLimits(0, wait, 1, 1)).hasMessageContaining(": 0");
    assertThatThrownBy(() -> new DeviceLimits(1, wait.negated(), 1, 1)).hasMessageContaining("PT-");
    assertThatThrownBy(() -> new DeviceLimits(1, wait, 0, 1)).hasMessageContaining(": 0");
    assertThatThrownBy(() -> new DeviceLimits(1, wait, 1, 0)).hasMessageContaining(": 0");
    assertThatThrownBy(() -> new DeviceLimits(8, wait, 799, 1).maxQueuedPictures(100))
        .hasMessage("A queue of 799 bytes holds 7 pictures of 100 bytes, fewer than a batch of 8");
    assertThat(new DeviceLimits(8, wait, 899, 1).maxQueuedPictures(100)).isEqualTo(8);
    assertThat(DeviceLimits.of(32, 150_528))
        .isEqualTo(new DeviceLimits(32, Duration.ofMillis(20), 64 * 150_528, 2));
  }
}
