// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.mobilespark.shards.ShardEntry.Damage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Shards packed with gzip and zstd, and storage that fails. */
class PackedShardTest {
  private static final byte[] NOISE = new byte[100_000];

  static {
    new Random(3).nextBytes(NOISE);
  }

  @Test
  void gzipAndZstdAreKnownByTheirFirstBytes() throws IOException {
    byte[] tar = new TarBytes().file("a.jpg", "A").file("a.cls", "1").end();
    for (byte[] packed : List.of(tar, Shards.gzip(tar), Zstd.compress(tar))) {
      assertThat(Shards.lines(Shards.tar(packed))).containsExactly("a.jpg=A[1]");
    }
  }

  @Test
  void othersAreKnownToo() throws IOException {
    byte[] tar = new TarBytes().file("a.jpg", "A").file("b.jpg", NOISE).end();
    for (Packer packer :
        List.<Packer>of(
            BZip2CompressorOutputStream::new,
            FramedLZ4CompressorOutputStream::new,
            out -> new XZOutputStream(out, new LZMA2Options(1)))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream packed = packer.pack(out)) {
        packed.write(tar);
      }
      byte[] shard = out.toByteArray();
      assertThat(Shards.tar(shard)).hasSize(2);
      byte[] twice = Arrays.copyOf(shard, 2 * shard.length);
      System.arraycopy(shard, 0, twice, shard.length, shard.length);
      List<ShardEntry> entries = Shards.tar(twice);
      assertThat(Shards.lines(entries)).hasSize(4).first().isEqualTo("a.jpg=A");
      List<ShardEntry> cut = Shards.tar(Arrays.copyOf(shard, shard.length / 2));
      assertThat(cut.get(cut.size() - 1)).isInstanceOf(Damage.class);
    }
  }

  /** Packs a stream. */
  private interface Packer {
    OutputStream pack(OutputStream out) throws IOException;
  }

  @Test
  void aShardPackedInPartsIsReadWholeThoughNothingIsAtHand() throws IOException {
    byte[] tar = new TarBytes().file("a.jpg", "A").file("b.jpg", "B").end();
    for (boolean gzip : new boolean[] {true, false}) {
      ByteArrayOutputStream parts = new ByteArrayOutputStream();
      for (int from = 0; from < tar.length; from += 700) {
        byte[] part = Arrays.copyOfRange(tar, from, Math.min(tar.length, from + 700));
        parts.writeBytes(gzip ? Shards.gzip(part) : Zstd.compress(part));
      }
      ShardReader reader =
          ShardReader.tar(new Trickle(parts.toByteArray()), parts.size(), ShardLimits.DEFAULT);
      assertThat(Shards.lines(Shards.all(reader))).containsExactly("a.jpg=A", "b.jpg=B");
    }
  }

  @Test
  void whatWasUnpackedBeforeTheDamageIsGiven() throws IOException {
    byte[] tar = new TarBytes().file("a.jpg", "A").file("b.jpg", NOISE).file("c.jpg", "C").end();
    for (byte[] packed : List.of(Shards.gzip(tar), Zstd.compress(tar))) {
      List<ShardEntry> cut = Shards.tar(Arrays.copyOf(packed, packed.length / 2));
      Damage last = (Damage) cut.get(cut.size() - 1);
      assertThat(last.kind()).isEqualTo(ShardEntry.Kind.TRUNCATED);
      assertThat(cut.size()).isLessThanOrEqualTo(2);
    }
    byte[] gzip = Shards.gzip(tar);
    assertThat(Shards.lines(Shards.tar(Arrays.copyOf(gzip, gzip.length / 2))).get(0))
        .isEqualTo("a.jpg=A");
  }

  @Test
  void theChecksumAtTheEndIsLookedAt() throws IOException {
    byte[] gzip = Shards.gzip(new TarBytes().file("a.jpg", "A").end());
    gzip[gzip.length - 8] ^= 1;
    List<ShardEntry> entries = Shards.tar(gzip);
    assertThat(entries).hasSize(2);
    assertThat(((Damage) entries.get(1)).kind()).isEqualTo(ShardEntry.Kind.CORRUPT);
    assertThat(((Damage) entries.get(1)).reason()).startsWith("the packed bytes cannot be");
  }

  @Test
  void aBombEndsAtTheRatio() throws IOException {
    // 200 MB of zeros in 200 kB; the member before it is given.
    byte[] bomb =
        Shards.gzip(
            new TarBytes()
                .file("a.jpg", "A")
                .declared("b.jpg", '0', "1400000000")
                .raw(new byte[200_000_000])
                .open());
    List<String> lines = Shards.lines(Shards.tar(bomb));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).isEqualTo("a.jpg=A");
    assertThat(lines.get(1)).matches("!TOO_LARGE@\\d+ \\d+ bytes unpack to .* 250 times as many");
  }

  @Test
  void aPackedShardEndsAtTheTotal() throws IOException {
    byte[] tar = new TarBytes().file("a.jpg", "A").file("b.jpg", NOISE).end();
    ShardLimits limits = new ShardLimits(1 << 20, 64, 10, 250, 50_000);
    List<ShardEntry> entries = Shards.tar(Shards.gzip(tar), limits);
    assertThat(entries).hasSize(2);
    assertThat(entries.get(1)).isInstanceOf(Damage.class);
    // A plain shard of any size is fine.
    assertThat(Shards.tar(tar, limits)).noneMatch(Damage.class::isInstance);
  }

  @Test
  void aFailureOfTheStorageIsNoDamage() throws IOException {
    byte[] tar = new TarBytes().file("a.jpg", "A").file("b.jpg", NOISE).end();
    for (byte[] shard : List.of(tar, Shards.gzip(tar), Zstd.compress(tar))) {
      IOException failure = new InterruptedIOException("killed");
      ShardReader failing =
          ShardReader.tar(
              new Trickle(shard, shard.length / 2, failure), shard.length, ShardLimits.DEFAULT);
      assertThatThrownBy(() -> Shards.all(failing))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .isSameAs(failure);
      ShardReader shorter =
          ShardReader.tar(
              new ByteArrayInputStream(shard, 0, shard.length / 2),
              shard.length,
              ShardLimits.DEFAULT);
      assertThatThrownBy(() -> Shards.all(shorter))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("the storage gave");
    }
  }

  @Test
  void theStreamIsClosedWithTheReader() throws IOException {
    byte[] tar = new TarBytes().file("a.jpg", "A").end();
    for (byte[] shard : List.of(tar, Shards.gzip(tar), Zstd.compress(tar), new byte[] {31, -117})) {
      Trickle in = new Trickle(shard);
      ShardReader reader = ShardReader.tar(in, shard.length, ShardLimits.DEFAULT);
      assertThat(reader.hasNext()).isTrue();
      reader.close();
      assertThat(in.closed).isTrue();
      assertThat(reader.hasNext()).isFalse();
    }
  }

  /** Gives seven bytes at a time and says that none are at hand; fails where told to. */
  private static final class Trickle extends InputStream {
    private final byte[] bytes;
    private final int failsAt;
    private final IOException failure;
    private int position;
    private boolean closed;

    Trickle(byte[] bytes) {
      this(bytes, Integer.MAX_VALUE, new IOException("never"));
    }

    Trickle(byte[] bytes, int failsAt, IOException failure) {
      this.bytes = bytes;
      this.failsAt = failsAt;
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      if (position >= failsAt) {
        throw failure;
      }
      return position == bytes.length ? -1 : bytes[position++] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int start, int count) throws IOException {
      return super.read(buffer, start, Math.min(count, 7));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
