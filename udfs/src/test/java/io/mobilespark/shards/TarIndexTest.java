// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Large tars in parts. */
class TarIndexTest {
  private static final byte[] TAR =
      new TarBytes()
          .file("a/0.jpg", "A")
          .file("a/0.cls", "1")
          .file(".hidden", "H")
          .member('L', "././@LongLink", "b".repeat(150) + ".jpg\0")
          .file("cut", "B".repeat(600))
          .file("c.jpg", "C")
          .file("../d.jpg", "D")
          .file("./a/0.jpg", "again")
          .file("e.jpg", "E")
          .end();

  @Test
  void filesAreWhereTheHeadersSay() throws IOException {
    CountedBytes file = new CountedBytes(TAR);
    TarIndex index = TarIndex.of(file, ShardLimits.DEFAULT);
    assertThat(index.entries())
        .extracting(TarIndex.Entry::name)
        .containsExactly(
            "a/0.jpg", "a/0.cls", "b".repeat(150) + ".jpg", "c.jpg", "a/0.jpg", "e.jpg");
    for (TarIndex.Entry entry : index.entries()) {
      assertThat(TAR[(int) entry.offset()])
          .isEqualTo((byte) "A1BCaE".charAt(index.entries().indexOf(entry)));
    }
    assertThat(index.entries().get(2).size()).isEqualTo(600);
    assertThat(index.entries().get(2).headerOffset()).isEqualTo(3072);
    assertThat(index.entries())
        .extracting(TarIndex.Entry::repeated)
        .containsExactly(true, false, false, false, false, false);
    // Headers, the long name and the end; no content.
    assertThat(file.read).isLessThanOrEqualTo(12 * 512);
  }

  @Test
  void thePartsTogetherGiveWhatTheWholeGives() throws IOException {
    assertThat(Shards.lines(Shards.tar(TAR)))
        .contains("a/0.jpg=A[1]", "!CORRUPT@7680 a second member named a/0.jpg");
    TarIndex index = TarIndex.of(new CountedBytes(TAR), ShardLimits.DEFAULT);
    List<String> whole = Shards.lines(read(TAR, index.ranges(Long.MAX_VALUE).get(0)));
    assertThat(whole).contains("a/0.jpg=again").noneMatch(line -> line.contains("a second member"));
    for (long target : new long[] {1, 1500, 3000, 1 << 20}) {
      List<TarRange> ranges = index.ranges(target);
      List<String> parts = new ArrayList<>();
      long at = 0;
      for (TarRange range : ranges) {
        assertThat(range.from()).isEqualTo(at);
        at = range.to();
        parts.addAll(Shards.lines(read(TAR, range)));
      }
      assertThat(at).isEqualTo(TAR.length);
      assertThat(parts).containsExactlyInAnyOrderElementsOf(whole);
    }
    // The label's file is with its picture.
    assertThat(index.ranges(1)).hasSize(5);
  }

  @Test
  void damageIsToldByTheLastPart() throws IOException {
    byte[] broken = TAR.clone();
    broken[5632 + 1] ^= 1;
    TarIndex index = TarIndex.of(new CountedBytes(broken), ShardLimits.DEFAULT);
    List<String> parts = new ArrayList<>();
    index.ranges(1).forEach(range -> parts.addAll(Shards.lines(read(broken, range))));
    assertThat(parts).containsExactlyInAnyOrderElementsOf(Shards.lines(Shards.tar(broken)));
    assertThat(parts).anyMatch(line -> line.startsWith("!CORRUPT@5632"));
    List<TarRange> noTar =
        TarIndex.of(new CountedBytes(new byte[0]), ShardLimits.DEFAULT).ranges(1);
    assertThat(Shards.lines(read(new byte[0], noTar.get(0))))
        .containsExactly("!EMPTY@0 the shard has no bytes");
  }

  private static List<ShardEntry> read(byte[] tar, TarRange range) {
    return Shards.all(
        ShardReader.tar(
            new ByteArrayInputStream(tar, (int) range.from(), (int) range.length()),
            range,
            new CountedBytes(tar),
            ShardRules.DEFAULT,
            ShardLimits.DEFAULT));
  }

  private static final class CountedBytes implements SeekableBytes {
    private final byte[] bytes;
    private int read;

    CountedBytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(long offset, byte[] buffer, int start, int count) {
      int got = Math.min(count, 300);
      System.arraycopy(bytes, (int) offset, buffer, start, got);
      read += got;
      return got;
    }
  }
}
