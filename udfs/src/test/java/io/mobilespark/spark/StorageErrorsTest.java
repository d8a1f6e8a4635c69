package io.mobilespark.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.image.RejectionReason;
import io.mobilespark.inference.Prediction.Rejected;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What counts as a fault of storage, and how tasks' counts come together. */
class StorageErrorsTest {
  @Test
  void brokenPicturesAreNoFaultOfStorage() {
    StorageErrors errors = new StorageErrors();
    for (RejectionReason reason : RejectionReason.values()) {
      errors.add(new Rejected("p", reason, "why"));
    }
    assertThat(errors.value().count()).isEqualTo(3);
    assertThat(errors.value().first())
        .extracting(StorageErrors.Cause::reason)
        .containsExactlyInAnyOrder("NOT_FOUND", "ACCESS_DENIED", "IO_ERROR");
    assertThat(StorageErrors.REASONS)
        .containsExactlyInAnyOrder("NOT_FOUND", "ACCESS_DENIED", "IO_ERROR");
  }

  @Test
  void allAreCountedAndTheFirstAreKept() {
    StorageErrors all = new StorageErrors();
    assertThat(all.isZero()).isTrue();
    for (int task = 0; task < 3; task++) {
      StorageErrors errors = new StorageErrors();
      String path = "task" + task + "/";
      IntStream.range(0, 4)
          .forEach(i -> errors.add(new Rejected(path + i, RejectionReason.IO_ERROR, "reset")));
      all.merge(errors.copy());
      assertThat(errors.value().count()).isEqualTo(4);
    }
    assertThat(all.value().count()).isEqualTo(12);
    assertThat(all.value().first())
        .extracting(StorageErrors.Cause::path)
        .containsExactly("task0/0", "task0/1", "task0/2", "task0/3", "task1/0");
    all.reset();
    assertThat(all.isZero()).isTrue();
  }
}
