// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.shards.TarShardWriter;
import io.mobilespark.testing.Png;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By DataFrames and by SQL, of folders, shards and manifests. */
@SuppressWarnings("NullAway.Init")
class PicturesSourceTest {
  private static final byte[] RED = Png.of(Color.RED, 4, 4);
  private static final byte[] BLUE = Png.of(Color.BLUE, 9, 5);
  private static final Instant EARLIER = Instant.parse("2020-02-03T04:05:06Z");

  @TempDir private static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void open() throws IOException {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .getOrCreate();
    Files.createDirectories(folder.resolve("set/cat"));
    Files.createDirectories(folder.resolve("set/dog"));
    Files.write(folder.resolve("set/cat/a.png"), RED);
    Files.write(folder.resolve("set/cat/_b.png"), BLUE);
    Files.write(folder.resolve("set/dog/c.png"), BLUE);
    Files.write(folder.resolve("set/dog/c.txt"), new byte[] {1});
    Files.setLastModifiedTime(
        folder.resolve("set/dog/c.png"), java.nio.file.attribute.FileTime.from(EARLIER));
    Files.createDirectories(folder.resolve("shards"));
    try (TarShardWriter tar =
        new TarShardWriter(Files.newOutputStream(folder.resolve("shards/s.tar")))) {
      tar.add("x/1.png", RED, Optional.of("red"));
      tar.add("x/2.png", BLUE, Optional.of("blue"));
    }
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("shards/z.zip")))) {
      zip.putNextEntry(new ZipEntry("green/3.png"));
      zip.write(RED);
      zip.closeEntry();
    }
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  private static Dataset<Row> pictures(String... below) {
    return spark
        .read()
        .format("pictures")
        .load(List.of(below).stream().map(PicturesSourceTest::at).toArray(String[]::new));
  }

  private static String at(String below) {
    return folder.resolve(below).toString();
  }

  private static List<String> names(Dataset<Row> rows) {
    return rows.select("path").collectAsList().stream()
        .map(row -> row.getString(0).substring(row.getString(0).lastIndexOf('/') + 1))
        .sorted()
        .toList();
  }

  @Test
  void eachPictureIsARow() {
    Row row = pictures("set").where("path LIKE '%/c.png'").first();
    assertThat(row.getString(0)).isEqualTo("file:" + at("set/dog/c.png"));
    assertThat((byte[]) row.getAs("content")).isEqualTo(BLUE);
    assertThat(row.<Long>getAs("length")).isEqualTo(BLUE.length);
    assertThat(row.<Timestamp>getAs("modified").toInstant()).isEqualTo(EARLIER);
    assertThat(row.<String>getAs("label")).isEqualTo("dog");
    assertThat(row.<String>getAs("error")).isNull();
    assertThat(row.<String>getAs("error_detail")).isNull();
    assertThat(names(pictures("set"))).containsExactly("_b.png", "a.png", "c.png");
  }

  @Test
  void membersOfShardsAreRowsBesideLoosePictures() {
    assertThat(names(pictures("set", "shards")))
        .containsExactly("1.png", "2.png", "3.png", "_b.png", "a.png", "c.png");
    Row member = pictures("shards").where("label = 'blue'").first();
    assertThat(member.getString(0)).isEqualTo("file:" + at("shards/s.tar") + "#x/2.png");
    assertThat((byte[]) member.getAs("content")).isEqualTo(BLUE);
    assertThat(member.<Long>getAs("length")).isEqualTo(BLUE.length);
  }

  @Test
  void aTemporaryViewInSqlReadsThem() {
    spark.sql("CREATE TEMPORARY VIEW photos USING pictures OPTIONS (path '" + at("set") + "')");
    assertThat(spark.sql("SELECT count(*), max(label) FROM photos").first().getLong(0))
        .isEqualTo(3);
    assertThat(
            spark
                .sql("SELECT label, count(content) n FROM photos GROUP BY label ORDER BY label")
                .collectAsList()
                .toString())
        .isEqualTo("[[cat,2], [dog,1]]");
    spark.catalog().dropTempView("photos");
  }

  @Test
  void whatIsMissingIsARowWithItsReason() throws IOException {
    Path manifest = folder.resolve("list.txt");
    Files.writeString(manifest, "set/cat/a.png\nset/none/gone.png\n");
    Dataset<Row> rows =
        spark.read().format("pictures").option("manifest", manifest.toString()).load();
    assertThat(rows.count()).isEqualTo(2);
    Row gone = rows.where("error IS NOT NULL").first();
    assertThat(gone.<String>getAs("error")).isEqualTo("NOT_FOUND");
    assertThat(gone.<String>getAs("error_detail")).isEqualTo("not there");
    assertThat(gone.<byte[]>getAs("content")).isNull();
    assertThat(gone.<Long>getAs("length")).isNull();
    assertThat(gone.<String>getAs("label")).isEqualTo("none");
    // A length that nobody has listed is that of the content.
    assertThat(names(rows.where("length = " + RED.length))).containsExactly("a.png");
    assertThat(rows.select("length").where("length > 0").count()).isEqualTo(1);
  }

  @Test
  void whatIsTooLargeIsNotRead() {
    Row row =
        spark
            .read()
            .format("pictures")
            .option("maxPictureBytes", "10")
            .load(at("set/cat/a.png"))
            .first();
    assertThat(row.<String>getAs("error")).isEqualTo("TOO_LARGE");
    assertThat(row.<Long>getAs("length")).isEqualTo(RED.length);
  }

  /** A picture that goes after it was listed is missed only by who reads it. */
  @Test
  void withoutContentLoosePicturesAreNotRead(@TempDir Path own) throws IOException {
    Path picture = Files.write(own.resolve("p.png"), RED);
    Dataset<Row> rows = spark.read().format("pictures").load(own.toString());
    Dataset<Row> listed = rows.select("path", "length", "modified", "label");
    assertThat(listed.queryExecution().optimizedPlan().stats().sizeInBytes().toLong())
        .isLessThan(1000);
    Dataset<Row> read = rows.select("error");
    assertThat(read.queryExecution().optimizedPlan().stats().rowCount().get().toLong())
        .isEqualTo(1);
    Files.delete(picture);
    assertThat(listed.collectAsList())
        .singleElement()
        .extracting(row -> row.getLong(1))
        .isEqualTo((long) RED.length);
    assertThat(read.collectAsList())
        .singleElement()
        .extracting(row -> row.getString(0))
        .isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label = 'cat'|_b.png a.png",
        "label IN ('dog', 'x') AND path LIKE '%.png'|c.png",
        "modified < timestamp '2021-01-01 00:00:00'|c.png",
        "length < 100000 AND label <> 'dog'|_b.png a.png",
        "label IS NULL OR path RLIKE 'c[.]png$'|c.png",
      })
  void filtersAreAppliedToTheListing(String condition, String wanted) {
    Dataset<Row> rows = pictures("set").where(condition);
    assertThat(names(rows)).containsExactly(wanted.split(" "));
    String plan = rows.queryExecution().executedPlan().toString();
    assertThat(plan).contains("PushedFilters: [").doesNotContain("Filter (");
    assertThat(rows.queryExecution().optimizedPlan().stats().rowCount().get().toLong())
        .isEqualTo(wanted.split(" ").length);
  }

  @Test
  void conditionsThatReadingTellsAreSparks() {
    Dataset<Row> rows = pictures("set").where("error IS NULL AND label = 'cat'");
    assertThat(names(rows)).hasSize(2);
    assertThat(rows.queryExecution().executedPlan().toString())
        .contains("Filter isnull(error")
        .contains("label");
  }

  @Test
  void aLimitEndsTheListingAndTheTasks() {
    Dataset<Row> rows = pictures("set").where("label = 'cat'").limit(1);
    assertThat(rows.collectAsList()).hasSize(1);
    assertThat(rows.queryExecution().executedPlan().toString()).contains("PushedLimit: 1");
    assertThat(pictures("shards").limit(2).collectAsList()).hasSize(2);
    assertThat(pictures("shards").where("label = 'blue'").limit(5).collectAsList()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"allFiles", "all-files", "ALL_FILES"})
  void optionsAreCalledAsOnTheCommandLine(String name) {
    Dataset<Row> rows =
        spark.read().format("pictures").option(name, "true").load(at("set/dog"));
    assertThat(names(rows)).containsExactly("c.png", "c.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "recursive|true|pictures has no option recursive; it has path, paths, manifest,",
        "all-files|perhaps|The option all-files of pictures: 'perhaps' is neither true nor false",
        "source|movies|The option source of pictures: 'movies' is none of auto, images, tar,",
        "prefetch-requests|x|The option prefetch-requests of pictures: 'x' is no whole number",
        "prefetch-bytes|1|The option prefetch-bytes of pictures: '1' Bytes read ahead are",
        "max-picture-bytes|0|The option max-picture-bytes is 1 to",
        "manifest|m.txt|pictures needs a path or the option manifest, not both",
      })
  void aWrongOptionIsNamed(String name, String value, String message) {
    assertThatThrownBy(
            () -> spark.read().format("pictures").options(Map.of(name, value)).load(at("set")))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void anInputThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> pictures("nowhere").count())
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("There is no input " + at("nowhere"));
  }
}
