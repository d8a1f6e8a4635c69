// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.demo.DrawnSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in, a table and its manifest out. */
class LabelIT {
  private static final String SCHEMA =
      """
      message spark_schema {
        required binary path (STRING);
        optional group predictions (LIST) {
          repeated group list {
            required group element {
              required int32 index;
              required binary label (STRING);
              required binary name (STRING);
              required float probability;
            }
          }
        }
        optional binary error (STRING);
        optional binary error_detail (STRING);
        optional int32 width;
        optional int32 height;
        required binary model (STRING);
        required binary preset (STRING);
      }
      """;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @BeforeAll
  static void draw() throws IOException {
    // Whatever a name holds has to come through listing, tasks, staging and reading back.
    drawings = Drawings.below(Files.createDirectory(folder.resolve("a b#1%20 ü[x]")), 60, 5);
  }

  @Test
  void drawingsBecomeATableWithItsManifest() throws IOException {
    Path results = Files.createDirectory(folder.resolve("out put#%20"));
    Path output = results.resolve("table");
    List<String> command = drawings.command(drawings.input(), output, "--top-k", "3");
    CommandRun run = CommandRun.of(command);
    assertThat(run.err()).doesNotContain("mobilespark:");
    assertThat(run.exitCode()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(output);
    assertThat(rows).hasSize(drawings.files());
    assertRight(rows);
    assertThat(manifest(output).at("/runs/0/left_out/reasons/SIDE_FILE/count").asInt())
        .isEqualTo(2);
    assertThat(run.err()).contains("Left out: 2 side files, the first file:");
    assertRejected(rows, "empty-00000.jpg", "EMPTY");
    assertRejected(rows, "truncated-jpeg-00001.jpg", "TRUNCATED");
    JsonNode manifest = manifest(output);
    assertThat(manifest.get("command").asText()).isEqualTo("label");
    assertThat(texts(manifest.get("arguments"))).isEqualTo(command);
    assertThat(manifest.get("versions").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("mobilespark", "spark", "tensorflow", "java");
    assertThat(manifest.get("models")).hasSize(1);
    String sha256 = manifest.at("/models/0/weights_sha256").asText();
    assertThat(sha256).matches("[0-9a-f]{64}");
    assertThat(manifest.get("pictures").asInt()).isEqualTo(drawings.files());
    assertThat(counts(manifest)).isEqualTo(counts(rows));
    assertThat(counts(manifest)).containsEntry("classified", 60);
    assertThat(manifest.get("stage_seconds").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("read", "batch", "decode", "preprocess", "infer", "rank");
    assertThat(manifest.get("stage_seconds")).allMatch(seconds -> seconds.asDouble() > 0);
    String model = "mobilenet_v1_0.25_96_" + sha256.substring(0, 12);
    assertThat(rows.values()).allMatch(row -> row.model().equals(model));
    assertThat(rows.values()).allMatch(row -> row.preset().equals("squash"));
    assertThat(run.out())
        .contains("Pictures    65", "classified         60", "EMPTY", "pictures/s", "Output")
        .contains(model);
    assertThat(run.err()).contains("65 pictures found");
    Leftovers.assertNone(results);
  }

  @Test
  void theFilesHaveTheSchemaAndTheCompressionAskedFor() throws IOException {
    for (String codec : List.of("snappy", "zstd")) {
      Path output = folder.resolve("as-" + codec);
      List<String> command =
          drawings.command(
              drawings.input() + "/" + DrawnSet.CLASSES.get(0), output, "--compression", codec);
      assertThat(CommandRun.of(command).exitCode()).isZero();
      assertThat(PredictedRow.files(output)).isNotEmpty();
      for (Path file : PredictedRow.files(output)) {
        ParquetMetadata footer = footer(file);
        assertThat(
                footer.getFileMetaData().getSchema().toString().strip().lines().map(String::strip))
            .containsExactlyElementsOf(SCHEMA.strip().lines().map(String::strip).toList());
        assertThat(footer.getBlocks().get(0).getColumns())
            .allMatch(column -> column.getCodec().name().equalsIgnoreCase(codec));
      }
    }
  }

  @Test
  void anExistingOutputIsReplacedOnlyWhenAsked() throws IOException {
    Path results = folder.resolve("existing");
    Path output = Files.createDirectories(results.resolve("table"));
    Files.writeString(output.resolve("part-0.parquet"), "the work of a week");
    Files.createDirectories(output.resolve("deep/er"));
    Files.writeString(output.resolve("deep/er/part-1.parquet"), "more of it");
    // As earlier versions wrote it, which said less.
    Files.createDirectories(output.resolve("_mobilespark"));
    Files.writeString(
        output.resolve("_mobilespark/run.json"),
        "{\"command\": \"label\", \"arguments\": [], \"versions\": {}, \"models\": [], "
            + "\"counts\": {}, \"stage_seconds\": {}}");
    Map<String, String> before = contents(output);
    List<String> command =
        drawings.command(drawings.input() + "/classes.txt", output, "--max-rejected", "100%");

    CommandRun refused = CommandRun.of(command);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.complaints())
        .containsExactly(
            "The output file:" + output + " is there already; --overwrite replaces it");
    assertThat(contents(output)).isEqualTo(before);

    command.add("--overwrite");
    String weights = command.set(command.indexOf("--weights") + 1, folder + "/none.h5");
    assertThat(CommandRun.of(command).exitCode()).isEqualTo(1);
    assertThat(contents(output)).isEqualTo(before);

    command.set(command.indexOf("--weights") + 1, weights);
    assertThat(CommandRun.of(command).exitCode()).isZero();
    assertThat(PredictedRow.byName(output)).containsOnlyKeys("classes.txt");
    assertThat(output.resolve("deep")).doesNotExist();
    Leftovers.assertNone(results);
  }

  @Test
  void overwritingNeverCostsThePicturesThemselves() throws IOException {
    Drawings own = Drawings.below(Files.createDirectory(folder.resolve("own")), 3, 0);
    Map<String, String> before = contents(own.set().folder());
    for (Path output : List.of(own.set().folder(), folder.resolve("own"))) {
      CommandRun run = CommandRun.of(own.command(own.input(), output, "--overwrite"));
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.complaints()).hasSize(1);
      assertThat(run.complaints().get(0)).contains("which this run reads");
    }
    assertThat(contents(own.set().folder())).isEqualTo(before);
  }

  private static void assertRight(Map<String, PredictedRow> rows) {
    long right =
        rows.entrySet().stream()
            .filter(row -> row.getValue().error().isEmpty())
            .filter(row -> row.getKey().startsWith(row.getValue().predictions().get(0).label()))
            .count();
    assertThat(right).isGreaterThanOrEqualTo(54);
    for (PredictedRow row : rows.values()) {
      if (row.error().isEmpty()) {
        assertThat(row.predictions()).hasSize(3);
        assertThat(DrawnSet.CLASSES.get(row.best())).isEqualTo(row.predictions().get(0).label());
        assertThat(row.predictions())
            .isSortedAccordingTo((a, b) -> Float.compare(b.probability(), a.probability()));
        assertThat(row.width()).isPositive();
        assertThat(row.height()).isPositive();
      } else {
        assertThat(row.errorDetail()).isNotBlank();
      }
    }
  }

  private static void assertRejected(Map<String, PredictedRow> rows, String name, String error) {
    PredictedRow row = rows.getOrDefault(name, PredictedRow.NONE);
    assertThat(row.error()).isEqualTo(error);
    assertThat(row.predictions()).isEmpty();
  }

  private static JsonNode manifest(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("_mobilespark/run.json").toFile());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Map<String, Integer> counts(JsonNode manifest) {
    Map<String, Integer> counts = new HashMap<>();
    manifest
        .get("counts")
        .properties()
        .forEach(count -> counts.put(count.getKey(), count.getValue().asInt()));
    return counts;
  }

  private static Map<String, Integer> counts(Map<String, PredictedRow> rows) {
    Map<String, Integer> counts = new HashMap<>();
    rows.values()
        .forEach(
            row ->
                counts.merge(row.error().isEmpty() ? "classified" : row.error(), 1, Integer::sum));
    return counts;
  }

  private static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path("file:" + file), new Configuration(false)))) {
      return reader.getFooter();
    }
  }

  private static Map<String, String> contents(Path below) throws IOException {
    Map<String, String> contents = new HashMap<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), java.util.Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
