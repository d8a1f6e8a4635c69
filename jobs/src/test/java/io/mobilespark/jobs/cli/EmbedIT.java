// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features from every source, and runs that go on and add as those of label do. */
class EmbedIT {
  private static final int PICTURES = 60;
  private static final int UNIT = 10;
  private static final int CORES = 2;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private Path results;

  @BeforeEach
  void draw() throws IOException {
    drawings = Drawings.below(folder, PICTURES, 3);
    results = Files.createDirectory(folder.resolve("results"));
  }

  @Test
  void shardsAndTablesGiveTheFeaturesAndLabelsOfLoosePictures() throws IOException {
    PackedDrawings packed = PackedDrawings.of(drawings);
    CommandRun run = embed("loose", "--input", drawings.input(), "--keep-label");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Pictures    63", "embedded           60", "TRUNCATED");
    Map<String, Embedded> loose = Embedded.of(results.resolve("loose"));
    assertThat(loose).hasSize(PICTURES + 3);
    assertThat(loose.values().stream().map(Embedded::label)).contains("ring", "broken");

    Path shard = folder.resolve("all.tar");
    packed.tar(shard);
    assertSame(loose, "of-tar", "--input", shard.toString());
    Path table = folder.resolve("table");
    packed.table(table);
    assertSame(loose, "of-table", "--input", table.toString(), "--label-column", "motif");
    Leftovers.assertNone(results);
  }

  private void assertSame(Map<String, Embedded> loose, String output, String... source)
      throws IOException {
    List<String> options = new ArrayList<>(List.of(source));
    options.add("--keep-label");
    CommandRun run = embed(output, options.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, Embedded> found = Embedded.of(results.resolve(output));
    assertThat(found.keySet()).isEqualTo(loose.keySet());
    loose.forEach(
        (name, embedded) -> {
          Embedded other = found.getOrDefault(name, Embedded.NONE);
          assertThat(other.label()).as(name).isEqualTo(embedded.label());
          assertThat(other.error()).as(name).isEqualTo(embedded.error());
          assertThat(other.features()).as(name).hasSameSizeAs(embedded.features());
          for (int i = 0; i < embedded.features().size(); i++) {
            // Batches of other sizes add up in another order.
            assertThat(other.features().get(i))
                .as(name)
                .isCloseTo(embedded.features().get(i), within(1e-4f));
          }
        });
  }

  @Test
  void whatWasCommittedIsNotDoneAgain() throws IOException {
    Path failing = drawings.set().folder().resolve("x/failing.png");
    Files.createDirectories(failing.getParent());
    Files.writeString(failing, "listed");
    int files = drawings.files() + 1;
    assertThat(interrupted().exitCode()).isEqualTo(1);
    assertThat(results.resolve("table")).doesNotExist();
    int waves;
    try (Stream<Path> notes = Files.list(results.resolve(".table.mobilespark/waves"))) {
      waves = (int) notes.filter(file -> file.toString().endsWith(".json")).count();
    }
    assertThat(waves).isPositive();
    assertThat(interrupted().complaints())
        .singleElement()
        .asString()
        .contains("--resume goes on with it", (waves * UNIT * CORES) + " of " + files);
    assertThat(interrupted("--resume", "--float16").complaints())
        .singleElement()
        .asString()
        .contains("cannot be resumed: the columns are path,features binary,error");

    FaultyFileSystem.heal(true);
    long before = FaultyFileSystem.opened();
    CommandRun resumed = interrupted("--resume");
    FaultyFileSystem.heal(false);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(FaultyFileSystem.opened() - before).isEqualTo(files - waves * UNIT * CORES);
    Map<String, Embedded> rows = Embedded.of(results.resolve("table"));
    assertThat(rows).hasSize(files);
    JsonNode manifest =
        new ObjectMapper().readTree(results.resolve("table/_mobilespark/run.json").toFile());
    assertThat(manifest.get("command").asText()).isEqualTo("embed");
    assertThat(manifest.at("/counts/embedded").asInt()).isEqualTo(PICTURES);

    Files.copy(PackedDrawings.of(drawings).pictures().get(0), failing.resolveSibling("new.png"));
    CommandRun added = interrupted("--append");
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(Embedded.of(results.resolve("table"))).hasSize(files + 1).containsKey("new.png");
    Leftovers.assertNone(results);
  }

  @Test
  void whatCannotBeIsAUsageError() {
    CommandRun run = embed("never", "--input", drawings.input(), "--partition-by-label");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .startsWith("--partition-by-label wants --keep-label");
    assertThat(embed("never", "--input", drawings.input(), "--resume").exitCode()).isEqualTo(2);
  }

  private CommandRun interrupted(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("--input", "faulty:" + drawings.input(), "--unit-pictures", "" + UNIT));
    all.addAll(
        List.of("--conf", "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName()));
    all.addAll(List.of("--conf", "spark.hadoop.fs.faulty.impl.disable.cache=true"));
    all.addAll(List.of(options));
    return embed("table", all.toArray(String[]::new));
  }

  private CommandRun embed(String output, String... options) {
    List<String> command = new ArrayList<>(List.of("embed", "--master", "local[" + CORES + "]"));
    command.addAll(List.of("--model", "mobilenet_v1", "--alpha", "0.25", "--resolution", "96"));
    command.addAll(List.of("--weights", drawings.weights().toString(), "--preset", "squash"));
    command.addAll(List.of("--output", results.resolve(output).toString()));
    command.addAll(List.of(options));
    return CommandRun.of(command);
  }

  /** A row of a table of features. */
  private record Embedded(List<Float> features, String error, String label) {
    static final Embedded NONE = new Embedded(List.of(), "", "");

    /** By the name of the picture's file. */
    static Map<String, Embedded> of(Path table) throws IOException {
      Map<String, Embedded> rows = new TreeMap<>();
      try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
        for (Row row : spark.read().parquet(table.toString()).collectAsList()) {
          String path = row.getAs("path");
          List<Float> features =
              row.isNullAt(row.fieldIndex("features"))
                  ? List.of()
                  : row.getList(row.fieldIndex("features"));
          boolean labelled = List.of(row.schema().fieldNames()).contains("source_label");
          Embedded before =
              rows.put(
                  path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('#')) + 1),
                  new Embedded(
                      features,
                      String.valueOf(row.<String>getAs("error")),
                      labelled ? String.valueOf(row.<String>getAs("source_label")) : ""));
          assertThat(before).as(path).isNull();
        }
      }
      return rows;
    }
  }
}
