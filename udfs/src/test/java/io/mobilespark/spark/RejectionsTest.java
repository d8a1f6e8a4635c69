// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction.Rejected;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What counts as a fault of storage, and how tasks' counts come together. */
class RejectionsTest {
  @Test
  void brokenPicturesAreNoFaultOfStorage() {
    Rejections rejections = new Rejections();
    for (RejectionReason reason : RejectionReason.values()) {
      rejections.add(new Rejected("p", reason, "why"));
    }
    assertThat(rejections.value().count()).isEqualTo(RejectionReason.values().length);
    Rejections.Tally storage = rejections.value().ofStorage();
    assertThat(storage.counts())
        .isEqualTo(Map.of("NOT_FOUND", 1L, "ACCESS_DENIED", 1L, "IO_ERROR", 1L));
    assertThat(storage.first())
        .extracting(Rejections.Cause::reason)
        .containsExactlyInAnyOrder("NOT_FOUND", "ACCESS_DENIED", "IO_ERROR");
    assertThat(Rejections.STORAGE)
        .containsExactlyInAnyOrder("NOT_FOUND", "ACCESS_DENIED", "IO_ERROR");
  }

  @Test
  void allAreCountedAndTheFirstOfEachReasonAreKept() {
    Rejections all = new Rejections();
    assertThat(all.isZero()).isTrue();
    for (int task = 0; task < 3; task++) {
      Rejections some = new Rejections();
      String path = "task" + task + "/";
      IntStream.range(0, 4)
          .forEach(i -> some.add(new Rejected(path + i, RejectionReason.CORRUPT, "no picture")));
      IntStream.range(4, 8)
          .forEach(i -> some.add(new Rejected(path + i, RejectionReason.IO_ERROR, "reset")));
      all.merge(some.copy());
      assertThat(some.value().counts()).isEqualTo(Map.of("IO_ERROR", 4L, "CORRUPT", 4L));
    }
    assertThat(all.value().count()).isEqualTo(24);
    assertThat(all.value().ofStorage().count()).isEqualTo(12);
    assertThat(all.value().first())
        .extracting(Rejections.Cause::path)
        .containsExactly("task0/0", "task0/1", "task0/2", "task0/4", "task0/5", "task0/6");
    all.reset();
    assertThat(all.isZero()).isTrue();
  }
}
