// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordBatcherTest {
  private static final long KIB = 1 << 10;

  @AfterEach
  void nothingStaysAllocated() {
    assertThat(RecordBatcher.allocatedBytes()).isZero();
  }

  @Test
  void rowsEndABatch() {
    try (RecordBatcher batcher = new RecordBatcher("t", new BatchLimits(2, 64 * KIB), 64 * KIB)) {
      assertThat(batcher.isEmpty()).isTrue();
      assertThat(batcher.add(picture("a", 10))).isTrue();
      assertThat(batcher.add(picture("b", 10))).isTrue();
      assertThat(batcher.add(picture("c", 10))).isFalse();
      assertThat(batcher.batch().rows()).isEqualTo(2);
      assertThat(batcher.batch().bytes()).isEqualTo(20);
    }
  }

  @Test
  void bytesEndABatchAtExactlyTheLimit() {
    try (RecordBatcher batcher = new RecordBatcher("t", new BatchLimits(9, 64 * KIB), 64 * KIB)) {
      assertThat(batcher.add(picture("a", 40 << 10))).isTrue();
      assertThat(batcher.add(picture("b", 24 << 10))).isTrue();
      assertThat(batcher.add(picture("c", 1))).isFalse();
      assertThat(batcher.add(new Unfetched("d", "NOT_FOUND", "gone"))).isTrue();
    }
  }

  @Test
  void aPictureLargerThanTheLimitIsABatchOfItsOwnAndGivesItsMemoryBack() {
    BatchLimits limits = new BatchLimits(9, 64 * KIB);
    try (RecordBatcher batcher = new RecordBatcher("t", limits, 4 << 20)) {
      long before = RecordBatcher.allocatedBytes();
      assertThat(batcher.add(picture("a", 4 << 20))).isTrue();
      assertThat(batcher.add(picture("b", 1))).isFalse();
      assertThat(batcher.batch().picture(0)).isInstanceOf(Encoded.class);
      batcher.clear();
      assertThat(RecordBatcher.allocatedBytes()).isEqualTo(before);
      assertThat(batcher.add(picture("b", 1))).isTrue();
    }
  }

  @Test
  void aTaskCannotPassItsLimit() {
    BatchLimits limits = new BatchLimits(9, 64 * KIB);
    try (RecordBatcher batcher = new RecordBatcher("t", limits, 64 * KIB)) {
      assertThatThrownBy(() -> batcher.add(picture("a", 32 << 20)))
          .isInstanceOf(OutOfMemoryException.class);
    }
  }

  @Test
  void picturesComeBackAsTheyWentInAcrossManyBatches() {
    SplittableRandom random = new SplittableRandom(7);
    List<FetchedPicture> in = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      in.add(
          i % 7 == 3
              ? new Unfetched("näme-名前 " + i, "IO_ERROR", "reset by peer " + i)
              : picture("p" + i, random.nextInt(9000)));
    }
    List<FetchedPicture> out = new ArrayList<>();
    try (RecordBatcher batcher = new RecordBatcher("t", new BatchLimits(16, 64 * KIB), 64 * KIB)) {
      for (FetchedPicture picture : in) {
        if (!batcher.add(picture)) {
          drain(batcher, out);
          assertThat(batcher.add(picture)).isTrue();
        }
      }
      drain(batcher, out);
    }
    assertThat(out).hasSameSizeAs(in);
    for (int i = 0; i < in.size(); i++) {
      if (in.get(i) instanceof Encoded expected && out.get(i) instanceof Encoded actual) {
        assertThat(actual.path()).isEqualTo(expected.path());
        assertThat(actual.content()).isEqualTo(expected.content());
      } else {
        assertThat(out.get(i)).isEqualTo(in.get(i));
      }
    }
  }

  @Test
  void limitsAreChecked() {
    assertThatThrownBy(() -> new BatchLimits(0, 1 << 20)).hasMessageContaining("0");
    assertThatThrownBy(() -> new BatchLimits(8, 10)).hasMessageContaining("10");
  }

  private static void drain(RecordBatcher batcher, List<FetchedPicture> out) {
    RecordBatch batch = batcher.batch();
    for (int row = 0; row < batch.rows(); row++) {
      out.add(batch.picture(row));
    }
    batcher.clear();
  }

  private static Encoded picture(String path, int bytes) {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) path.hashCode());
    return new Encoded(path, content);
  }
}
