// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.shards.ShardRules;
import io.mobilespark.shards.TarRange;
import io.mobilespark.shards.TarShardWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shards are told by their names, cut where it pays, and read once. */
class ShardFilesTest {
  @TempDir private Path folder;

  private final ShardFiles shards = new ShardFiles(new Configuration(false), 2);

  @ParameterizedTest
  @CsvSource({
    "a.tar, Tar",
    "a.TAR, Tar",
    "a.tar.gz, Tar",
    "a.tgz, Tar",
    "a.tar.zst, Tar",
    "a.tfrecord, TfRecord",
    "a.tfrecord.gz, TfRecord",
    "a.tfrecords.zst, TfRecord",
    "a.jpg, ''",
    "a.gz, ''",
    "tar, ''",
  })
  void namesTell(String name, String kind) {
    assertThat(kind(name, SourceKind.AUTO)).isEqualTo(kind);
    assertThat(kind(name, SourceKind.MANIFEST)).isEqualTo(kind);
    assertThat(kind(name, SourceKind.IMAGES)).isEmpty();
    assertThat(kind(name, SourceKind.TAR)).isEqualTo("Tar");
    assertThat(kind(name, SourceKind.TFRECORD)).isEqualTo("TfRecord");
  }

  @Test
  void aLargeTarIsCutIntoPartsThatHoldEveryByteOnce() throws IOException {
    Path file = folder.resolve("large.tar");
    byte[] content = new byte[1 << 20];
    try (TarShardWriter writer = new TarShardWriter(Files.newOutputStream(file))) {
      for (int i = 0; i < 300; i++) {
        writer.add(i + ".jpg", content, Optional.of("x"));
      }
    }
    List<PictureFile> files = List.of(new PictureFile("file:" + file, Files.size(file)));
    List<TarRange> ranges =
        shards.cuts(files, kinds(SourceKind.AUTO)).getOrDefault("file:" + file, List.of());
    assertThat(ranges).hasSize(3);
    long end = 0;
    for (TarRange range : ranges) {
      assertThat(range.from()).isEqualTo(end);
      end += range.length();
    }
    assertThat(end).isEqualTo(Files.size(file));
    // Four shards for every core are left whole.
    assertThat(shards.few()).isEqualTo(7);
  }

  @Test
  void aLargeFileThatIsNoTarStaysWhole() throws IOException {
    Path file = folder.resolve("packed.tar");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(new byte[] {0x1f, (byte) 0x8b, 8, 0});
      sparse.setLength(ShardFiles.LARGE_TAR_BYTES);
    }
    List<PictureFile> files = List.of(new PictureFile("file:" + file, ShardFiles.LARGE_TAR_BYTES));
    assertThat(shards.cuts(files, kinds(SourceKind.AUTO))).isEmpty();
  }

  private static FileKinds kinds(SourceKind kind) {
    return FileKinds.of(kind, ShardRules.DEFAULT);
  }

  private static String kind(String name, SourceKind kind) {
    SourcePart part = kinds(kind).part(new PictureFile("file:/" + name, 10));
    return part instanceof ShardPart shard ? shard.shard().getClass().getSimpleName() : "";
  }
}
