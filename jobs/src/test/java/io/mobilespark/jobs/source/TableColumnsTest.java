// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.source;

import io.mobilespark.source.SourceKind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import io.mobilespark.source.ColumnSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.shards.ShardRules;
import io.mobilespark.storage.PrefetchLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns are found in the tables that people have. */
class TableColumnsTest {
  private static final MessageType HUGGING_FACE =
      MessageTypeParser.parseMessageType(
          "message m { optional group image { optional binary bytes; optional binary path"
              + " (STRING); } optional int64 label; }");

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
  void huggingFacesPicturesAreFoundWithTheNamesOfTheirClasses() throws IOException {
    Path file = folder.resolve("train-00000-of-00001.parquet");
    SimpleGroupFactory groups = new SimpleGroupFactory(HUGGING_FACE);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(HUGGING_FACE)
            .withExtraMetaData(
                Map.of(
                    "huggingface",
                    "{\"info\": {\"features\": {\"label\": {\"names\": [\"cat\", \"dog\"]}}}}"))
            .build()) {
      for (int i = 0; i < 3; i++) {
        Group row = groups.newGroup();
        Group image = row.addGroup("image");
        if (i < 2) {
          image.add("bytes", Binary.fromString("content " + i));
        }
        image.add("path", i + ".jpg");
        writer.write(row.append("label", (long) i));
      }
    }
    List<Row> rows = rows(ColumnSettings.DEFAULT, file);
    assertThat(rows).extracting(row -> row.getString(1)).containsExactly("0.jpg", "1.jpg", "2.jpg");
    assertThat(rows).extracting(row -> row.getString(2)).containsExactly("cat", "dog", "2");
    assertThat(rows).extracting(row -> row.getString(4)).containsExactly(null, null, "2.jpg");
    assertThat(new String(rows.get(0).<byte[]>getAs(0), StandardCharsets.UTF_8))
        .isEqualTo("content 0");
    assertThat(rows(columns("IMAGE.bytes", "path", Optional.of("Label")), file))
        .extracting(row -> row.getString(1) + row.getString(2))
        .containsExactly("0.jpgcat", "1.jpgdog", "2.jpg2");
  }

  @Test
  void namesOfColumnsAreTakenRegardlessOfCase() {
    Path table = folder.resolve("caps.PARQUET");
    table("Content", "Path", "k").parquet(table.toString());
    assertThat(rows(ColumnSettings.DEFAULT, table)).hasSize(4);
  }

  @Test
  void namesOfFoldersAreColumns() {
    Path table = folder.resolve("table");
    table("content", "path", "label").partitionBy("label").parquet(table.toString());
    assertThat(
            rows(columns("content", "path", Optional.of("label")), table).stream()
                .map(row -> row.getString(2))
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("007", "7");
    Path one = table.resolve("label=007");
    assertThat(rows(columns("content", "path", Optional.of("label")), one)).hasSize(2);
  }

  @Test
  void whatIsMissingIsSaidWithTheOptionAndTheSchema() {
    Path table = folder.resolve("table");
    table("c", "p", "label").parquet(table.toString());
    assertThatThrownBy(() -> rows(ColumnSettings.DEFAULT, table))
        .isInstanceOf(MobileSparkException.class)
        .hasMessage(
            "The table "
                + table
                + " has no column content; it has c binary, p string, label string;"
                + " --content-column names another");
    assertThatThrownBy(() -> rows(columns("c", "q.r", Optional.empty()), table))
        .hasMessageContaining("; --key-column names another");
    assertThatThrownBy(() -> rows(columns("p", "p", Optional.empty()), table))
        .hasMessageContaining("holds string, not pictures as binary; --content-column");
  }

  @Test
  void tablesWithALogAreNotReadWithoutIt() throws IOException {
    for (String log : List.of("_delta_log", ".hoodie")) {
      Path table = folder.resolve("of" + log);
      table("content", "path", "label").partitionBy("label").parquet(table.toString());
      Files.createDirectory(table.resolve(log));
      assertThatThrownBy(() -> rows(ColumnSettings.DEFAULT, table))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("--source table --table-format ");
    }
    Path iceberg = folder.resolve("iceberg");
    table("content", "path", "label").parquet(iceberg + "/data");
    Files.createDirectory(iceberg.resolve("metadata"));
    assertThat(rows(ColumnSettings.DEFAULT, iceberg)).hasSize(4);
    Files.writeString(iceberg.resolve("metadata/v1.metadata.json"), "{}");
    assertThatThrownBy(() -> rows(ColumnSettings.DEFAULT, iceberg))
        .hasMessageContaining("--table-format iceberg");
  }

  private static org.apache.spark.sql.DataFrameWriter<Row> table(
      String content, String key, String label) {
    return spark
        .range(0, 4, 1, 1)
        .selectExpr(
            "encode('c', 'UTF-8') AS " + content,
            "'' || id AS " + key,
            "if(id % 2 = 0, '007', '7') AS " + label)
        .write();
  }

  private static ColumnSettings columns(String content, String key, Optional<String> label) {
    return new ColumnSettings(Optional.empty(), content, key, label, false, "path");
  }

  private List<Row> rows(ColumnSettings columns, Path input) {
    SourceSettings settings =
        new SourceSettings(
            SourceKind.AUTO,
            List.of(input.toString()),
            columns,
            true,
            ShardRules.DEFAULT,
            PrefetchLimits.DEFAULT);
    org.apache.hadoop.fs.Path lists = new org.apache.hadoop.fs.Path(folder.toUri() + "/.lists");
    RunInput listed = RunInput.list(spark, settings, lists, "run", files -> {});
    TableSource source = (TableSource) listed.source();
    return source.in(source.parts()).pictures().orderBy("key").collectAsList();
  }
}
