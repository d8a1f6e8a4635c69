// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.source.LiteralPaths;
import io.mobilespark.shards.ShardWriter;
import io.mobilespark.shards.TarShardWriter;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of what storage did not deliver, and runs that do these pictures anew. */
class RetryErrorsIT {
  private static final int PICTURES = 60;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private ManifestOfDrawings manifest;

  @SuppressWarnings("NullAway.Init")
  private Path results;

  @SuppressWarnings("NullAway.Init")
  private Path table;

  @BeforeEach
  void draw() throws IOException {
    Drawings drawings = Drawings.below(folder, PICTURES, 0);
    manifest = ManifestOfDrawings.of(drawings, folder.resolve("list.txt"));
    results = Files.createDirectory(folder.resolve("results"));
    table = results.resolve("table[1]");
  }

  @AfterEach
  void fail() {
    FaultyFileSystem.heal(false);
  }

  @Test
  void errorsOfStorageAreDoneAnewAndReplacedWhereTheyStand() throws IOException {
    manifest.copy("denied.png");
    Path broken = manifest.copy("broken.png");
    manifest.missing("gone.png");
    Files.writeString(manifest.missing("torn.png"), "no picture");
    assertDone(label("--append", "--target-file-bytes", "4096"));
    assertThat(outcomes())
        .hasSize(PICTURES + 4)
        .containsEntry("denied.png", "ACCESS_DENIED")
        .containsEntry("broken.png", "IO_ERROR")
        .containsEntry("gone.png", "NOT_FOUND");
    String torn = outcomes().getOrDefault("torn.png", "");
    assertThat(torn).isNotEmpty().isNotIn("NOT_FOUND", "IO_ERROR");
    Map<Path, byte[]> files = contents();
    assertThat(files).hasSizeGreaterThan(4);

    FaultyFileSystem.heal(true);
    Files.delete(broken);
    manifest.copy("later.png");
    long before = FaultyFileSystem.opened();
    CommandRun retried = label("--append", "--retry-errors");
    assertDone(retried);
    // Two more are not there to be opened.
    assertThat(FaultyFileSystem.opened() - before).isEqualTo(2);
    assertThat(retried.out()).contains("Replaced    3 errors of storage");
    assertThat(outcomes())
        .hasSize(PICTURES + 5)
        .containsEntry("denied.png", "")
        .containsEntry("later.png", "")
        .containsEntry("broken.png", "NOT_FOUND")
        .containsEntry("gone.png", "NOT_FOUND")
        .containsEntry("torn.png", torn);
    Map<Path, byte[]> after = contents();
    assertThat(after.keySet()).containsAll(files.keySet()).hasSize(files.size() + 1);
    assertThat(
            files.keySet().stream()
                .filter(file -> !Arrays.equals(files.get(file), after.get(file))))
        .as("files with an error each at most")
        .hasSizeBetween(1, 3);
    assertSameSchema(after.keySet());
    assertCounts(PICTURES + 5, PICTURES + 2, "NOT_FOUND", 2);
    assertThat(run().at("/counts").has("IO_ERROR")).isFalse();
    assertThat(run().at("/runs/1/pictures").asInt()).isEqualTo(4);
    assertThat(run().at("/runs/1/replaced").asInt()).isEqualTo(3);
    Leftovers.assertNone(results);

    assertThat(label("--append").out()).contains("nothing to do", "Pictures    65");
    CommandRun again = label("--append", "--retry-errors");
    assertDone(again);
    assertThat(again.out()).contains("Replaced    2 errors of storage");
    assertThat(PredictedRow.files(table)).containsExactlyElementsOf(new TreeMap<>(after).keySet());
    assertCounts(PICTURES + 5, PICTURES + 2, "NOT_FOUND", 2);
    Leftovers.assertNone(results);
  }

  @Test
  void aTableWithoutErrorsOfStorageStaysAsItIs() throws IOException {
    assertDone(label("--append"));
    Map<Path, byte[]> files = contents();
    CommandRun nothing = label("--append", "--retry-errors");
    assertDone(nothing);
    assertThat(nothing.out()).contains("nothing to do");
    assertThat(contents()).containsAllEntriesOf(files).hasSameSizeAs(files);
    Leftovers.assertNone(results);
  }

  @Test
  void everyModelsRowIsReplaced() throws IOException {
    manifest.copy("denied.png");
    Drawings drawings = manifest.drawings();
    String[] second = {
      "--append",
      "--model",
      "mobilenet_v1",
      "--alpha",
      "0.25",
      "--resolution",
      "96",
      "--weights",
      drawings.weights().toString(),
      "--preset",
      "keras-table",
      "--classes",
      drawings.set().classes().toString()
    };
    assertDone(label(second));
    FaultyFileSystem.heal(true);
    List<String> options = new ArrayList<>(List.of(second));
    options.add("--retry-errors");
    assertDone(label(options.toArray(String[]::new)));
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      List<Row> rows =
          LiteralPaths.below(spark)
              .parquet(table.toString())
              .groupBy("path", "preset")
              .count()
              .where("count = 1")
              .collectAsList();
      assertThat(rows).hasSize(2 * (PICTURES + 1));
    }
    assertCounts(PICTURES + 1, PICTURES + 1, "ACCESS_DENIED", 0);
  }

  @Test
  void theRestOfAShardIsReadAndItsErrorGoes() throws IOException {
    Path shards = Files.createDirectory(folder.resolve("shards"));
    PackedDrawings packed = PackedDrawings.of(manifest.drawings());
    packed.tar(shards.resolve("broken.tar"));
    Path other = shards.resolve("whole.tar");
    try (ShardWriter writer = new TarShardWriter(Files.newOutputStream(other))) {
      writer.add("one.png", Files.readAllBytes(packed.pictures().get(0)), Optional.empty());
    }
    assertDone(shards(shards, "--append"));
    assertThat(outcomes()).hasSize(2).containsEntry("broken.tar#@0", "IO_ERROR");
    // It fails as before: one row, and nothing is lost.
    CommandRun still = shards(shards, "--append", "--retry-errors");
    assertDone(still);
    assertThat(outcomes()).hasSize(2).containsEntry("broken.tar#@0", "IO_ERROR");

    FaultyFileSystem.heal(true);
    assertDone(shards(shards, "--append", "--retry-errors"));
    int pictures = packed.pictures().size() + 1;
    assertThat(outcomes()).hasSize(pictures).doesNotContainKey("broken.tar#@0");
    assertThat(outcomes().values()).containsOnly("");
    assertCounts(pictures, pictures, "IO_ERROR", 0);
    Leftovers.assertNone(results);
  }

  /** All of its members were read, and then storage failed: nothing is new but that it ends. */
  @Test
  void aShardThatHadBeenReadToItsLastMemberLosesItsError() throws IOException {
    Path shards = Files.createDirectory(folder.resolve("shards"));
    PackedDrawings packed = PackedDrawings.of(manifest.drawings());
    packed.tar(shards.resolve("broken.tar"));
    FaultyFileSystem.heal(true);
    assertDone(shards(shards, "--append"));
    FaultyFileSystem.heal(false);
    assertDone(shards(shards, "--append"));
    assertThat(outcomes()).hasSize(packed.pictures().size() + 1).containsKey("broken.tar#@0");
    FaultyFileSystem.heal(true);
    CommandRun retried = shards(shards, "--append", "--retry-errors");
    assertDone(retried);
    assertThat(retried.out()).contains("Replaced    1 errors of storage");
    assertThat(outcomes()).hasSize(packed.pictures().size()).doesNotContainKey("broken.tar#@0");
    assertThat(outcomes().values()).containsOnly("");
    assertCounts(packed.pictures().size(), packed.pictures().size(), "IO_ERROR", 0);
    Leftovers.assertNone(results);
  }

  @Test
  void featuresAreReplacedToo() throws IOException {
    manifest.copy("denied.png");
    assertDone(embed("--append"));
    FaultyFileSystem.heal(true);
    assertDone(embed("--append", "--retry-errors"));
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      List<Row> rows =
          LiteralPaths.below(spark)
              .parquet(table.toString())
              .select("path", "error")
              .collectAsList();
      assertThat(rows).hasSize(PICTURES + 1).allMatch(row -> row.isNullAt(1));
      assertThat(rows.stream().map(row -> row.getString(0)).distinct()).hasSize(PICTURES + 1);
    }
    assertThat(run().at("/counts/embedded").asInt()).isEqualTo(PICTURES + 1);
  }

  @Test
  void whatDoesNotGoWithItIsAUsageError() {
    assertUsageError("--append adds to: name both", "--retry-errors");
    assertUsageError(
        "--duplicate-keys keep", "--append", "--retry-errors", "--duplicate-keys", "keep");
    assertUsageError("--partition-by-label", "--append", "--retry-errors", "--partition-by-label");
    assertThat(table).doesNotExist();
  }

  private void assertUsageError(String part, String... options) {
    CommandRun refused = label(options);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.complaints())
        .singleElement()
        .asString()
        .startsWith("--retry-errors ")
        .contains(part);
  }

  private CommandRun label(String... options) {
    List<String> command = manifest.command(table.toString(), options);
    command.addAll(List.of("--unit-pictures", "10", "--max-errors", "5%"));
    return CommandRun.of(command);
  }

  private CommandRun shards(Path shards, String... options) {
    List<String> command = manifest.command(table.toString(), options);
    command.set(1, "--input");
    command.set(2, "faulty:" + shards);
    command.addAll(List.of("--max-errors", "1"));
    return CommandRun.of(command);
  }

  private CommandRun embed(String... options) {
    List<String> command = manifest.command(table.toString(), options);
    command.set(0, "embed");
    int classes = command.indexOf("--classes");
    command.subList(classes, classes + 2).clear();
    return CommandRun.of(command);
  }

  private static void assertDone(CommandRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private void assertCounts(int pictures, int classified, String reason, int rejected)
      throws IOException {
    assertThat(run().get("pictures").asInt()).isEqualTo(pictures);
    assertThat(run().at("/counts/classified").asInt()).isEqualTo(classified);
    assertThat(run().at("/counts/" + reason).asInt()).isEqualTo(rejected);
    assertThat(outcomes().values().stream().filter(reason::equals)).hasSize(rejected);
  }

  private JsonNode run() throws IOException {
    return new ObjectMapper().readTree(table.resolve("_mobilespark/run.json").toFile());
  }

  /** The reasons by files' names; fails where two rows have one name. */
  private SortedMap<String, String> outcomes() throws IOException {
    SortedMap<String, String> outcomes = new TreeMap<>();
    if (run().get("models").size() == 1) {
      PredictedRow.byName(table).forEach((name, row) -> outcomes.put(name, row.error()));
    }
    return outcomes;
  }

  private Map<Path, byte[]> contents() throws IOException {
    Map<Path, byte[]> contents = new HashMap<>();
    for (Path file : PredictedRow.files(table)) {
      contents.put(file, Files.readAllBytes(file));
    }
    return contents;
  }

  /** What Spark keeps of a schema is the same, with what stands for null and with the version. */
  private static void assertSameSchema(Iterable<Path> files) throws IOException {
    List<String> schemas = new ArrayList<>();
    for (Path file : files) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(
                  new org.apache.hadoop.fs.Path("file:" + file),
                  new org.apache.hadoop.conf.Configuration()))) {
        schemas.add(
            reader.getFileMetaData().getSchema()
                + reader
                    .getFileMetaData()
                    .getKeyValueMetaData()
                    .getOrDefault("org.apache.spark.sql.parquet.row.metadata", ""));
      }
    }
    assertThat(Stream.of(schemas.get(0))).allMatch(text -> text.contains("schema_version"));
    assertThat(schemas).containsOnly(schemas.get(0));
  }
}
