// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.source.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.testing.Png;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures as they arrive. */
@SuppressWarnings("NullAway.Init")
class PicturesStreamTest {
  private static final byte[] RED = Png.of(Color.RED, 4, 4);

  @TempDir private Path folder;
  private static SparkSession spark;
  private int arrived;

  @BeforeAll
  static void open() {
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  /** Each is written a second after the one before. */
  private void arrive(String... names) throws IOException {
    Path incoming = Files.createDirectories(folder.resolve("incoming/new"));
    for (String name : names) {
      Path file = Files.write(incoming.resolve(name), RED);
      Files.setLastModifiedTime(
          file, FileTime.from(Instant.parse("2024-05-06T07:08:09Z").plusSeconds(arrived++)));
    }
  }

  private Dataset<Row> stream(Map<String, String> options) {
    return spark
        .readStream()
        .format("pictures")
        .options(options)
        .load(folder.resolve("incoming").toString());
  }

  /** Runs until nothing more is there; the names of each batch that ended. */
  private List<List<String>> run(Map<String, String> options, int failsIn)
      throws Exception {
    List<List<String>> batches = new ArrayList<>();
    VoidFunction2<Dataset<Row>, Long> sink =
        (rows, batch) -> {
          List<String> names =
              rows.where("error IS NULL AND length(content) = length").collectAsList().stream()
                  .map(row -> row.getString(0).replaceAll(".*/", ""))
                  .sorted()
                  .toList();
          if (batch == failsIn) {
            throw new IllegalStateException("no more");
          }
          batches.add(names);
        };
    StreamingQuery query =
        stream(options)
            .writeStream()
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .foreachBatch(sink)
            .start();
    try {
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      assertThat(e).hasStackTraceContaining("no more");
    }
    return batches;
  }

  @Test
  void batchesHaveTheOldestFilesEachOnce() throws Exception {
    arrive("e.png", "_d.png", "c.png", "b.png", "a.png");
    Map<String, String> two = Map.of("maxFilesPerTrigger", "2");
    assertThat(run(two, -1))
        .containsExactly(
            List.of("_d.png", "e.png"), List.of("b.png", "c.png"), List.of("a.png"));
    assertThat(run(two, -1)).isEmpty();
    arrive("_later.png");
    assertThat(run(two, -1)).containsExactly(List.of("_later.png"));
  }

  @Test
  void bytesEndABatchAsWell() throws Exception {
    arrive("a.png", "b.png", "c.png");
    Map<String, String> options =
        Map.of("maxBytesPerTrigger", String.valueOf(2 * RED.length), "maxFilesPerTrigger", "9");
    assertThat(run(options, -1))
        .containsExactly(List.of("a.png", "b.png"), List.of("c.png"));
    arrive("d.png");
    assertThat(run(Map.of("maxBytesPerTrigger", "1"), -1)).containsExactly(List.of("d.png"));
  }

  @Test
  void aBatchThatFailedIsDoneAgainWithTheSameFiles() throws Exception {
    arrive("a.png", "b.png", "c.png");
    Map<String, String> two = Map.of("maxFilesPerTrigger", "2");
    assertThat(run(two, 1)).containsExactly(List.of("a.png", "b.png"));
    arrive("d.png");
    assertThat(run(two, -1)).containsExactly(List.of("c.png"), List.of("d.png"));
    assertThat(run(two, -1)).isEmpty();
  }

  @Test
  void anEmptyFolderIsNoFault() throws Exception {
    Files.createDirectories(folder.resolve("incoming"));
    assertThat(run(Map.of(), -1)).isEmpty();
    arrive("a.png");
    assertThat(run(Map.of(), -1)).containsExactly(List.of("a.png"));
  }

  @Test
  void aManifestIsNoStream() {
    assertThatThrownBy(
            () -> {
              StreamingQuery query =
                  spark
                      .readStream()
                      .format("pictures")
                      .option("manifest", "m.txt")
                      .load()
                      .writeStream()
                      .format("noop")
                      .option("checkpointLocation", folder.resolve("c").toString())
                      .start();
              query.awaitTermination();
            })
        .hasMessageContaining("A stream of pictures takes paths and no manifest");
  }
}
