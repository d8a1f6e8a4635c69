// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.PathOrder;
import io.mobilespark.source.PictureFile;
import io.mobilespark.source.SourcePart;
import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.jobs.source.ListIndex.Count;
import io.mobilespark.shards.TarShardWriter;
import io.mobilespark.storage.DoneMembers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list is the same whoever makes it, and is read from any place on. */
class RunListTest {
  private static final int FILES = 20_000;

  @SuppressWarnings("NullAway.Init")
  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void close() throws IOException {
    spark.close();
  }

  @Test
  void executorsAndTheDriverMakeTheSameList() throws IOException {
    List<PictureFile> files = files();
    RunList few = listing("few").ofFew(files, false);
    RunList many = listing("many").ofMany(dataset(files), 1_000_000);
    assertThat(many.index().list()).hasSizeGreaterThan(2);
    assertThat(many.index().digest()).isEqualTo(few.index().digest()).hasSize(64);
    assertThat(many.index().files()).isEqualTo(few.index().files()).isEqualTo(FILES);
    assertThat(many.index().pictures()).isEqualTo(FILES);
    assertThat(many.index().count()).isEqualTo(Count.EXACT);
    assertThat(many.index().sample()).isEqualTo(few.index().sample()).hasSize(3);
    List<SourcePart> parts = parts(many, 0);
    assertThat(parts).isEqualTo(parts(few, 0)).hasSize(FILES).containsAll(files);
    assertThat(parts.stream().map(SourcePart::path).toList())
        .isSortedAccordingTo(PathOrder.BYTES)
        .endsWith("file:/p/\ud83d\ude00.jpg");

    RunList stored =
        RunList.stored(new org.apache.hadoop.fs.Path(folder.toUri()), "many", hadoop())
            .orElseThrow();
    assertThat(stored.index()).isEqualTo(many.index());
    for (int from : new int[] {0, 1, 9_999, FILES - 1, FILES}) {
      assertThat(parts(stored, from)).isEqualTo(parts.subList(from, FILES));
    }
  }

  @Test
  void aWaveTakesWhatFitsAndOneAtLeast() throws IOException {
    long shard = 10 * SourcePart.PHOTOGRAPH_BYTES;
    RunList list =
        listing("waves")
            .ofFew(
                List.of(
                    new PictureFile("file:/a.jpg", 5),
                    new PictureFile("file:/b.tar", shard),
                    new PictureFile("file:/c.jpg", 5),
                    new PictureFile("file:/d.jpg", 5)),
                false);
    assertThat(list.index().count()).isEqualTo(Count.ABOUT);
    try (ListCursor cursor = list.from(0)) {
      assertThat(cursor.pictures()).isEqualTo(13);
      assertThat(cursor.take(5, 100)).hasSize(1);
      assertThat(cursor.take(5, 100)).hasSize(1);
      assertThat(cursor.pictures()).isEqualTo(2);
      assertThat(cursor.take(5, 1)).hasSize(1);
      assertThat(cursor.take(5, 100)).hasSize(1);
      assertThat(cursor.hasNext()).isFalse();
    }
    try (ListCursor cursor = list.from(2)) {
      assertThat(cursor.pictures()).isEqualTo(2);
    }
  }

  @Test
  void whatLiesInAFolderIsFound() throws IOException {
    RunList list =
        listing("within")
            .ofFew(
                List.of(
                    new PictureFile("file:/a/b.jpg", 5),
                    new PictureFile("file:/a/b/c.jpg", 5),
                    new PictureFile("file:/a/b0/c.jpg", 5)),
                false);
    assertThat(list.within(path("file:/a/b"))).hasValue("file:/a/b/c.jpg");
    assertThat(list.within(path("file:/a/b.jpg"))).hasValue("file:/a/b.jpg");
    assertThat(list.within(path("file:/a"))).hasValue("file:/a/b.jpg");
    assertThat(list.within(path("file:/a/b0/c"))).isEmpty();
    assertThat(list.within(path("file:/z"))).isEmpty();
  }

  @Test
  void whatATableHasIsLeftOutAndTheDigestStaysThatOfAllFiles() throws IOException {
    List<PictureFile> files = files();
    Dataset<Row> table =
        spark
            .createDataset(
                files.stream()
                    .skip(1)
                    .flatMap(f -> IntStream.of(1, 2).mapToObj(i -> f.path()))
                    .toList(),
                org.apache.spark.sql.Encoders.STRING())
            .toDF("path");
    RunList whole = listing("append").ofFew(files, false);
    RunList rest = whole.without(spark, table);
    assertThat(parts(rest, 0)).isEqualTo(List.of(files.get(0)));
    assertThat(rest.index().parts()).isEqualTo(1);
    assertThat(rest.index().files()).isEqualTo(FILES);
    assertThat(rest.index().digest()).isEqualTo(whole.index().digest());
  }

  @Test
  void aTaskReadsTheKeysOfItsShards() throws IOException {
    List<String> keys =
        new ArrayList<>(List.of("file:/x.jpg", "file:/t/a.tar", "file:/t/a#1.tar#m"));
    for (int shard = 0; shard < 50; shard++) {
      for (int member = 0; member < 100; member++) {
        keys.add("file:/t/" + shard + ".tar#" + member + ".jpg");
      }
    }
    Dataset<Row> table =
        spark.createDataset(keys, org.apache.spark.sql.Encoders.STRING()).toDF("path");
    RunList list = listing("keys").ofFew(List.of(new PictureFile("file:/t/7.tar", 10)), false);
    // Stored in several files.
    DoneMembers members = list.members(spark, table, 2_000_000);
    assertThat(members.of("file:/t/7.tar", hadoop()))
        .hasSize(100)
        .allMatch(key -> key.startsWith("file:/t/7.tar#"));
    assertThat(members.of("file:/t/a#1.tar", hadoop())).containsExactly("file:/t/a#1.tar#m");
    assertThat(members.of("file:/t/none.tar", hadoop())).isEmpty();
    RunList loose = listing("loose").ofFew(List.of(new PictureFile("file:/a.jpg", 10)), false);
    assertThat(loose.members(spark, table, 10)).isSameAs(DoneMembers.NONE);
  }

  @Test
  void theCutOfALargeTarIsRememberedAndDoesNotChangeTheDigest() throws IOException {
    Path tar = folder.resolve("large.tar");
    byte[] content = new byte[1 << 20];
    try (TarShardWriter writer = new TarShardWriter(Files.newOutputStream(tar))) {
      for (int i = 0; i < 300; i++) {
        writer.add(i + ".jpg", content, Optional.of("x"));
      }
    }
    List<PictureFile> one = List.of(new PictureFile("file:" + tar, Files.size(tar)));
    List<PictureFile> many = new ArrayList<>(one);
    IntStream.range(0, 7).forEach(i -> many.add(new PictureFile("file:/z" + i + ".tar", 10)));
    RunList cut = listing("cut").ofFew(one, false);
    assertThat(cut.index().parts()).isEqualTo(3);
    assertThat(cut.index().files()).isEqualTo(1);
    List<SourcePart> parts = parts(cut, 0);
    assertThat(parts).hasSize(3);
    assertThat(cut.index().pictures())
        .isEqualTo(parts.stream().mapToLong(SourcePart::expectedPictures).sum());
    assertThat(parts(cut, 1)).isEqualTo(parts.subList(1, 3));
    RunList whole = listing("whole").ofFew(many, false);
    assertThat(whole.index().parts()).isEqualTo(8);
    RunList again =
        RunList.stored(new org.apache.hadoop.fs.Path(folder.toUri()), "cut", hadoop())
            .orElseThrow();
    assertThat(parts(again, 0)).isEqualTo(parts);
  }

  private static List<PictureFile> files() {
    SplittableRandom random = new SplittableRandom(4);
    List<PictureFile> files = new ArrayList<>();
    for (int i = 0; i < FILES - 2; i++) {
      String name = String.format(Locale.ROOT, "file:/p/%08x-%d.jpg", random.nextInt(), i);
      files.add(new PictureFile(name, random.nextInt(-1, 100_000)));
    }
    files.add(new PictureFile("file:/p/\ud83d\ude00.jpg", 1));
    files.add(new PictureFile("file:/p/\uff5e.jpg", 1));
    return files;
  }

  private static Dataset<Row> dataset(List<PictureFile> files) {
    return spark.createDataFrame(
        files.stream()
            .map(file -> org.apache.spark.sql.RowFactory.create(file.path(), file.length()))
            .toList(),
        RunListing.FILES);
  }

  private static List<SourcePart> parts(RunList list, long from) throws IOException {
    List<SourcePart> parts = new ArrayList<>();
    try (ListCursor cursor = list.from(from)) {
      while (cursor.hasNext()) {
        parts.addAll(cursor.take(700, 1000));
      }
    }
    return parts;
  }

  private RunListing listing(String run) {
    return new RunListing(
        spark,
        SourceSettings.of(List.of("/p")),
        new org.apache.hadoop.fs.Path(folder.toUri()),
        run);
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }

  private static Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
