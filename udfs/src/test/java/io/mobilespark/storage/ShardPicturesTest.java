// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.shards.ExampleFeatures;
import io.mobilespark.shards.ShardLimits;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.shards.ShardWriter;
import io.mobilespark.shards.TarIndex;
import io.mobilespark.shards.TarShardWriter;
import io.mobilespark.shards.TfRecordShardWriter;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every member once, under its shard's name, and what is broken as a reason. */
class ShardPicturesTest {
  @TempDir private Path folder;

  private final Configuration hadoop = FaultyFileSystem.configuration();

  @Test
  void membersOfSeveralShardsComeInOrderWithKeyAndLabel() throws IOException {
    Shard tar = tar("a b#1.tar", 3, 10);
    Shard records = tfRecord("c.tfrecord", 2);
    List<FetchedPicture> pictures = read(Set.of(), tar, records);
    assertThat(pictures.stream().map(FetchedPicture::path))
        .containsExactly(
            tar.path() + "#cat/0.jpg",
            tar.path() + "#cat/1.jpg",
            tar.path() + "#cat/2.jpg",
            records.path() + "#cat/0.jpg",
            records.path() + "#cat/1.jpg");
    assertThat(pictures).allMatch(picture -> picture.label().equals(Optional.of("cat")));
    assertThat(((Encoded) pictures.get(2)).content()).isEqualTo(content(2, 10));
  }

  @Test
  void whatIsDoneIsLeftOut() throws IOException {
    Shard tar = tar("a.tar", 4, 10);
    Set<String> done = Set.of(tar.path() + "#cat/0.jpg", tar.path() + "#cat/3.jpg");
    assertThat(read(done, tar).stream().map(FetchedPicture::path))
        .containsExactly(tar.path() + "#cat/1.jpg", tar.path() + "#cat/2.jpg");
  }

  @Test
  void aShardThatIsGoneOrDeniedIsARowAndTheNextIsRead() throws IOException {
    Shard tar = tar("a.tar", 1, 10);
    Shard gone = new Shard.Tar("faulty:" + folder + "/none.tar", 10, ShardRules.DEFAULT);
    Shard denied = new Shard.Tar("faulty:" + folder + "/denied.tar", 10, ShardRules.DEFAULT);
    List<FetchedPicture> pictures = read(Set.of(), gone, denied, tar);
    assertThat(pictures).hasSize(3);
    assertThat(((Unfetched) pictures.get(0)).reason()).isEqualTo("NOT_FOUND");
    assertThat(((Unfetched) pictures.get(1)).reason()).isEqualTo("ACCESS_DENIED");
    assertThat(pictures.get(1).path()).isEqualTo(denied.path() + "#@0");
    assertThat(pictures.get(2)).isInstanceOf(Encoded.class);
  }

  @Test
  void aShardThatIsShorterThanListedFailsBehindItsMembers() throws IOException {
    Shard tar = tar("a.tar", 3, 2000);
    byte[] whole = Files.readAllBytes(Path.of(tar.path()));
    Files.write(Path.of(tar.path()), Arrays.copyOf(whole, whole.length / 2));
    List<FetchedPicture> pictures = read(Set.of(), tar, tar("b.tar", 1, 10));
    Unfetched cut = (Unfetched) pictures.get(pictures.size() - 2);
    assertThat(cut.reason()).isEqualTo("IO_ERROR");
    assertThat(cut.detail()).contains("the rest of the shard after");
    assertThat(pictures.get(pictures.size() - 1)).isInstanceOf(Encoded.class);
  }

  @Test
  void aBrokenShardIsARowWithItsOffset() throws IOException {
    Shard tar = tar("a.tar", 3, 2000);
    byte[] whole = Files.readAllBytes(Path.of(tar.path()));
    whole[whole.length / 2 / 512 * 512 + 20] ^= 1;
    Path cut = Files.write(folder.resolve("b.tar"), Arrays.copyOf(whole, 3000));
    List<FetchedPicture> pictures =
        read(Set.of(), new Shard.Tar(cut.toString(), 3000, ShardRules.DEFAULT));
    Unfetched broken = (Unfetched) pictures.get(pictures.size() - 1);
    assertThat(broken.reason()).isEqualTo("TRUNCATED");
    assertThat(broken.detail()).matches(".*, at byte \\d+");
    assertThat(broken.path()).startsWith(cut + "#").matches(".*@\\d+");
  }

  @Test
  void partsOfATarGiveWhatTheWholeGives() throws IOException {
    Shard tar = tar("a.tar", 50, 3000);
    Shard remote = new Shard.Tar("faulty:" + tar.path(), tar.length(), ShardRules.DEFAULT);
    TarIndex index;
    try (StoredTar stored = StoredTar.of(tar.path(), tar.length(), hadoop)) {
      index = TarIndex.of(stored, ShardLimits.DEFAULT);
    }
    List<Shard> parts =
        index.ranges(20_000).stream()
            .map(range -> (Shard) new Shard.TarPart(remote.path(), range, ShardRules.DEFAULT))
            .toList();
    assertThat(parts).hasSizeGreaterThan(5);
    List<FetchedPicture> whole = read(Set.of(), remote);
    List<FetchedPicture> pieces = read(Set.of(), parts.toArray(Shard[]::new));
    assertThat(pieces).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(pieces.get(i).path()).isEqualTo(whole.get(i).path());
      assertThat(((Encoded) pieces.get(i)).content()).isEqualTo(content(i, 3000));
    }
    assertThat(pieces.stream().map(FetchedPicture::path).collect(Collectors.toSet())).hasSize(50);
  }

  @Test
  void aMemberBeyondTheLimitIsARow() throws IOException {
    List<FetchedPicture> pictures = read(Set.of(), tar("a.tar", 1, 10), tar("b.tar", 1, 200_000));
    assertThat(((Unfetched) pictures.get(1)).reason()).isEqualTo("TOO_LARGE");
  }

  private List<FetchedPicture> read(Set<String> done, Shard... shards) throws IOException {
    TaskStorage storage = new TaskStorage(hadoop, 100_000, PrefetchLimits.DEFAULT, () -> false);
    List<FetchedPicture> pictures = new ArrayList<>();
    try (PictureStream stream =
        new ShardSplit(List.of(shards), (shard, hadoop) -> done).open(storage)) {
      while (stream.hasNext()) {
        pictures.add(stream.next());
      }
    }
    return pictures;
  }

  private Shard tar(String name, int members, int bytes) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ShardWriter writer = new TarShardWriter(out)) {
      for (int i = 0; i < members; i++) {
        writer.add("cat/" + i + ".jpg", content(i, bytes), Optional.of("cat"));
      }
    }
    return new Shard.Tar(file.toString(), Files.size(file), ShardRules.DEFAULT);
  }

  private Shard tfRecord(String name, int members) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ShardWriter writer = new TfRecordShardWriter(out, ExampleFeatures.DEFAULT)) {
      for (int i = 0; i < members; i++) {
        writer.add("cat/" + i + ".jpg", content(i, 10), Optional.of("cat"));
      }
    }
    return new Shard.TfRecord(file.toString(), Files.size(file), ExampleFeatures.DEFAULT);
  }

  private static byte[] content(int value, int bytes) {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) (value + 1));
    return content;
  }
}
