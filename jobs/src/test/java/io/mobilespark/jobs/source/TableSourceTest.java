package io.mobilespark.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.config.ColumnSettings;
import io.mobilespark.jobs.config.SourceSettings;
import io.mobilespark.storage.ObjectSplit;
import io.mobilespark.storage.PrefetchLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are known by a name. */
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
            "concat('odd or even: ', id % 2) AS kind");
  }

  @Test
  void tablesOfFilesAreReadFileByFile() {
    TableSource source = named("parquet.`" + table + "`");
    assertThat(source.parts()).hasSize(8).allMatch(part -> part.length() > 0);
    List<String> keys = new ArrayList<>();
    for (TablePart part : source.parts()) {
      List<String> some = keys(source.load().apply(List.of(part.path())));
      assertThat(some).isNotEmpty();
      keys.addAll(some);
    }
    assertThat(keys).containsExactlyInAnyOrderElementsOf(keys(pictures(0, 100)));
  }

  @Test
  void otherTablesAreOnePartOfUnknownLength() {
    pictures(0, 10).union(pictures(50, 60)).createOrReplaceTempView("made");
    TableSource source = named("made");
    assertThat(source.parts()).containsExactly(new TablePart("made", ObjectSplit.UNKNOWN));
    assertThat(keys(source.load().apply(List.of("made")))).hasSize(20);
  }

  private static TableSource named(String name) {
    return TableSource.named(
        spark,
        new SourceSettings(
            SourceSettings.Kind.NAMED_TABLE,
            List.of(name),
            ColumnSettings.DEFAULT,
            false,
            PrefetchLimits.DEFAULT));
  }

  private static List<String> keys(Dataset<Row> rows) {
    return rows.select("path").collectAsList().stream().map(row -> row.getString(0)).toList();
  }
}
