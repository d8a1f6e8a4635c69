// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.S3Server;
import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data source has a row for each row of {@code label}, with the same key, label and error. */
@SuppressWarnings("NullAway.Init")
class PicturesIT {
  @TempDir private static Path folder;
  private static Drawings drawings;

  @BeforeAll
  static void draw() throws IOException {
    drawings = Drawings.below(folder, 24, 5);
  }

  @Test
  void ofFoldersAndShards() throws IOException {
    Path shards = Files.createDirectories(folder.resolve("shards"));
    new PackedDrawings(PackedDrawings.of(drawings).pictures()).tar(shards.resolve("all.tar"));
    Files.write(shards.resolve("broken.tar"), "no tar at all".getBytes(StandardCharsets.UTF_8));
    assertSame("drawn", Map.of(), drawings.input());
    assertSame("both", Map.of(), drawings.input(), shards.toString());
    assertSame("side-files", Map.of("all-files", "true"), drawings.input());
  }

  @Test
  void ofManifests() throws IOException {
    Path manifest = folder.resolve("manifest.txt");
    List<String> lines = new ArrayList<>();
    try (var files = Files.walk(Path.of(drawings.input()))) {
      files.filter(Files::isRegularFile).forEach(file -> lines.add(file.toString()));
    }
    lines.add("/nowhere/at/all.png");
    Files.write(manifest, lines);
    assertSame("manifest", Map.of("manifest", manifest.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "pictures", "tfrecord", "tfds"})
  void ofWhatOthersWrote(String wild) throws IOException {
    assertSame("wild-" + wild, Map.of(), SharedFiles.require("wild/" + wild).toString());
  }

  @Test
  void ofAnObjectStore() throws Exception {
    try (S3Server s3 = S3Server.start(folder.resolve("s3"))) {
      s3.upload(Path.of(drawings.input()), "drawn");
      assertThat(s3Rows(s3)).isEqualTo(drawings.files());
    }
  }

  private static long s3Rows(S3Server s3) throws IOException {
    SparkSession.Builder builder = SparkSession.builder().master("local[2]");
    s3.settings(s3.endpoint())
        .forEach((key, value) -> builder.config("spark.hadoop.fs.s3a." + key, value));
    try (SparkSession spark = builder.config("spark.ui.enabled", "false").getOrCreate()) {
      Dataset<Row> rows = spark.read().format("pictures").load(s3.uri("drawn"));
      long listed = rows.count();
      // Empty files have a content as well.
      assertThat(rows.where("content IS NOT NULL AND length(content) = length").count())
          .isEqualTo(listed);
      assertThat(rows.where("modified IS NULL OR error IS NOT NULL").count()).isZero();
      return listed;
    }
  }

  private static void assertSame(String output, Map<String, String> options, String... inputs)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    if (inputs.length > 0) {
      arguments.add("--input");
      arguments.addAll(List.of(inputs));
    }
    options.forEach(
        (name, value) -> {
          arguments.add("--" + name);
          if (!value.equals("true")) {
            arguments.add(value);
          }
        });
    arguments.addAll(List.of("--keep-label", "--max-rejected", "100%", "--max-errors", "100%"));
    List<String> command =
        drawings.command("none", folder.resolve(output), arguments.toArray(String[]::new));
    command.subList(1, 3).clear();
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      Map<String, Row> labelled =
          byPath(
              spark
                  .read()
                  .parquet(folder.resolve(output).toString())
                  .selectExpr("path", "source_label AS label", "error", "error_detail"));
      Map<String, Row> pictures =
          byPath(
              spark
                  .read()
                  .format("pictures")
                  .options(options)
                  .load(inputs)
                  .select("path", "label", "error", "error_detail"));
      assertThat(pictures.keySet()).isEqualTo(labelled.keySet()).isNotEmpty();
      pictures.forEach(
          (path, row) -> {
            Row wanted = labelled.getOrDefault(path, row);
            assertThat(row.<String>getAs("label")).as(path).isEqualTo(wanted.getAs("label"));
            if (!row.isNullAt(2)) {
              assertThat(row).as(path).isEqualTo(wanted);
            }
          });
    }
  }

  private static Map<String, Row> byPath(Dataset<Row> rows) {
    Map<String, Row> byPath = new HashMap<>();
    rows.collectAsList().forEach(row -> byPath.put(row.getString(0), row));
    return new TreeMap<>(byPath);
  }
}
