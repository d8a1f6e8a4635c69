// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.SourceKind;
import io.mobilespark.source.TablePart;
import io.mobilespark.source.SourcePart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.source.ColumnSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.PrefetchLimits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of tables: their files, their keys, and what becomes of either. */
class TableSourceTest {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static SparkSession spark;

  private static Path table = Path.of("");

  @BeforeAll
  static void write() {
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    // Of a name that URIs write in another way.
    table = folder.resolve("a table, 50%");
    pictures(0, 100).repartition(4).write().partitionBy("kind").parquet(table.toString());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> pictures(long from, long to) {
    return spark
        .range(from, to)
        .selectExpr(
            "CAST(CAST(id AS STRING) AS BINARY) AS content",
            "CAST(id AS STRING) AS path",
            "concat('odd or even: ', id % 2) AS kind",
            "id");
  }

  @Test
  void tablesOfFilesAreReadFileByFile() {
    TableSource source = named("parquet.`" + table + "`");
    assertThat(source.parts()).hasSize(8).allMatch(part -> part.length() > 0);
    List<String> keys = new ArrayList<>();
    for (TablePart part : source.parts()) {
      List<String> some = keys(source, List.of(part));
      assertThat(some).isNotEmpty().hasSize((int) source.pictures(List.of(part)).orElseThrow());
      keys.addAll(some);
    }
    assertThat(keys).containsExactlyInAnyOrderElementsOf(numbers(0, 100));
  }

  @Test
  void otherTablesAreOnePartOfUnknownLength() {
    pictures(0, 10).union(pictures(50, 60)).createOrReplaceTempView("made");
    TableSource source = named("made");
    assertThat(source.parts()).containsExactly(new TablePart("made", ObjectSplit.UNKNOWN));
    assertThat(source.counted()).hasValue(20);
    assertThat(keys(source, source.parts())).hasSize(20);
  }

  @Test
  void keysThatStandTwiceAreNamedBeforeAnythingIsRead() {
    // Doubled over partitions as well as within one.
    pictures(0, 10).union(pictures(2, 9)).union(pictures(2, 3)).createOrReplaceTempView("doubled");
    assertThatThrownBy(() -> named("doubled"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "The table doubled has 7 keys more than once in its column path: 2 (3 rows), 3 (2"
                + " rows), 4 (2 rows), 5 (2 rows), 6 (2 rows), …; label, embed and train keep each"
                + " row with --duplicate-keys keep");
    TableSource kept = named("doubled", Optional.of(true));
    assertThat(keys(kept, kept.parts())).hasSize(18);
    assertThat(kept.doubles(kept.parts()).orElseThrow().where("key = '2'").collectAsList().get(0))
        .isEqualTo(RowFactory.create("2", 3L));
    assertThat(named("parquet.`" + table + "`", Optional.of(true)).doubles(List.of())).isEmpty();
  }

  @Test
  void rowsWithoutAKeyAreCalledByTheTable(@TempDir Path own) {
    Path file = own.resolve("unnamed");
    Dataset<Row> named =
        pictures(0, 20).selectExpr("content", "if(id % 4 = 0, null, if(id = 1, '', path)) AS path");
    named.repartition(3).write().parquet(file.toString());
    TableSource source = named("parquet.`" + file + "`");
    List<Row> rows = rows(source, source.parts());
    assertThat(rows).hasSize(20);
    List<String> unnamed =
        rows.stream().filter(row -> row.getBoolean(3)).map(row -> row.getString(1)).toList();
    assertThat(unnamed)
        .hasSize(6)
        .doesNotHaveDuplicates()
        .allMatch(key -> key.matches("parquet\\.`.*`#no-key-[0-9A-F]+-[1-6]"));
    List<String> again = new ArrayList<>();
    for (TablePart part : source.parts()) {
      again.addAll(keys(source, List.of(part)));
    }
    assertThat(again).containsAll(unnamed).doesNotHaveDuplicates().hasSize(20);
    Dataset<Row> done = spark.createDataset(unnamed, Encoders.STRING()).toDF("path");
    assertThat(keys(source.without(done), source.parts())).hasSize(14);
  }

  @Test
  void whatIsDoneIsLeftOutAndNotCounted() {
    TableSource source = named("parquet.`" + table + "`");
    Dataset<Row> done = spark.range(0, 100).filter("id > 30").selectExpr("'' || id AS path");
    PictureSource left = source.without(done);
    assertThat(keys(left, source.parts())).containsExactlyInAnyOrderElementsOf(numbers(0, 31));
    assertThat(left.counted()).hasValue(31);
    assertThat(left.pictures(source.parts())).hasValue(31);
    assertThat(source.without(spark.range(0, 100).selectExpr("'' || id AS path")).counted())
        .hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatVanishesIsNotOverlooked(boolean loaded, @TempDir Path own) throws IOException {
    Path folder = own.resolve("vanishing");
    pictures(0, 100).repartition(4).write().parquet(folder.toString());
    spark.conf().set("spark.sql.files.ignoreMissingFiles", true);
    try {
      TableSource source =
          loaded
              ? TableSource.loaded(
                  spark, settings(folder.toString(), Optional.of("parquet"), false))
              : named("parquet.`" + folder + "`");
      assertThat(source.counted()).hasValue(100);
      assertThat(source.changed(source.parts())).isEmpty();
      TablePart gone = source.parts().get(2);
      Files.delete(new File(new org.apache.hadoop.fs.Path(gone.path()).toUri()).toPath());
      assertThat(source.changed(source.parts()).orElseThrow())
          .startsWith("The table " + source.name() + " changed while it was read: its file ")
          .endsWith(gone.path() + " is gone");
      assertThatThrownBy(() -> keys(source, source.parts()))
          .hasStackTraceContaining("FAILED_READ_FILE.FILE_NOT_EXIST");
    } finally {
      spark.conf().unset("spark.sql.files.ignoreMissingFiles");
    }
  }

  @Test
  void whatComesLaterIsNotOfTheRun(@TempDir Path own) {
    Path folder = own.resolve("growing");
    pictures(0, 100).repartition(2).write().parquet(folder.toString());
    TableSource source =
        TableSource.loaded(spark, settings(folder.toString(), Optional.of("parquet"), false));
    pictures(50, 120).write().mode("append").parquet(folder.toString());
    assertThat(keys(source, source.parts())).containsExactlyInAnyOrderElementsOf(numbers(0, 100));
  }

  @Test
  void labelsInFoldersAreText(@TempDir Path own) {
    Path folder = own.resolve("numbers");
    pictures(0, 20)
        .selectExpr("content", "path", "if(id % 2 = 0, '007', '7') AS kind")
        .write()
        .partitionBy("kind")
        .parquet(folder.toString());
    TableSource source =
        TableSource.loaded(spark, settings(folder.toString(), Optional.of("parquet"), false));
    assertThat(rows(source, source.parts()).stream().map(row -> row.getString(2)).distinct())
        .containsExactlyInAnyOrder("007", "7");
  }

  private static SourceSettings settings(
      String name, Optional<String> format, boolean keepsDoubles) {
    return new SourceSettings(
        format.isPresent() ? SourceKind.TABLE : SourceKind.NAMED_TABLE,
        List.of(name),
        new ColumnSettings(
            format, "content", "path", format.map(any -> "kind"), keepsDoubles, "path"),
        false,
        ShardRules.DEFAULT,
        PrefetchLimits.DEFAULT);
  }

  private static TableSource named(String name) {
    return named(name, Optional.empty());
  }

  private static TableSource named(String name, Optional<Boolean> keepsDoubles) {
    return TableSource.named(spark, settings(name, Optional.empty(), keepsDoubles.orElse(false)));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).toList();
  }

  private static List<String> keys(PictureSource source, List<? extends SourcePart> parts) {
    return rows(source, parts).stream().map(row -> row.getString(1)).toList();
  }

  /** Content, key, label, and whether the key stands in for none, as tasks get them. */
  private static List<Row> rows(PictureSource source, List<? extends SourcePart> parts) {
    return ((TableSource) source).in(parts).pictures().collectAsList();
  }
}
