// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.journal.RunLock;
import io.mobilespark.jobs.journal.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --overwrite} replaces, and what no option does; names; the layout's version. */
class OwnOutputIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static Path table;

  @BeforeAll
  static void label() {
    drawings = Drawings.below(folder, 12, 0);
    // A pattern, were it not a name.
    table = folder.resolve("out[1]");
    CommandRun run = CommandRun.of(drawings.command(drawings.input(), table));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void namesAreLiteral() throws IOException {
    assertThat(PredictedRow.byName(table)).hasSize(drawings.files());
    Path report = folder.resolve("report[2]");
    CommandRun run = evaluate(report);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(report.resolve("report.json")).exists();
    assertThat(json(report.resolve("_mobilespark/output.json")).path("kind").asText())
        .isEqualTo("report");
  }

  @Test
  void namesOfSeveralFoldersAreLiteralToo() throws IOException {
    Path output = folder.resolve("waves[3]");
    CommandRun run =
        CommandRun.of(drawings.command(drawings.input(), output, "--unit-pictures", "2"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(PredictedRow.byName(output)).hasSize(drawings.files());
    CommandRun added = CommandRun.of(drawings.command(drawings.input(), output, "--append"));
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(added.out()).contains("nothing to do");
  }

  @Test
  void aLinkIsNotReplacedAndItsTableHasOneLock() throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Path real = disk.resolve("table");
    Path link = Files.createSymbolicLink(folder.resolve("linked"), real);
    assertThat(label(link).exitCode()).isZero();
    assertThat(label(link, "--overwrite").exitCode()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(PredictedRow.byName(real)).hasSize(drawings.files());
    Configuration hadoop = new Configuration(false);
    try (RunLock first = RunLock.acquire(Workplace.of(real.toString(), hadoop), "first")) {
      assertThat(first.isOwn()).isTrue();
      for (String option : List.of("--append", "--overwrite")) {
        assertRefused(label(link, option), "table is in use by ");
      }
    }
    Leftovers.assertNone(disk);
    Path report = Files.createSymbolicLink(folder.resolve("linked-report"), folder.resolve("page"));
    assertThat(evaluate(report).exitCode()).isZero();
    assertThat(evaluate(report, "--overwrite").exitCode()).isZero();
    assertThat(report).isSymbolicLink();
    assertThat(folder.resolve("page/report.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTableThatAKilledRunHadMovedAsideIsNotLost(boolean madeAgain) throws IOException {
    Path moved = folder.resolve("moved-" + madeAgain);
    assertThat(label(moved).exitCode()).isZero();
    Path work = Files.createDirectory(folder.resolve("." + moved.getFileName() + ".mobilespark"));
    Files.move(moved, work.resolve("old"));
    if (madeAgain) {
      Files.createDirectory(moved);
    }
    assertRefused(label(moved), "is there already; --overwrite replaces it");
    assertThat(PredictedRow.byName(moved)).hasSize(drawings.files());
  }

  @Test
  void whatIsMountedIsRefusedBeforeAnythingIsInferred() {
    assertRefused(label(Path.of("/proc"), "--overwrite"), "file:/proc is a mount point");
    assertRefused(evaluate(Path.of("/proc"), "--overwrite"), "file:/proc is a mount point");
  }

  @Test
  void aCataloguesTableIsNotTakenForAFolder() {
    CommandRun run = CommandRun.of(drawings.command(drawings.input(), "local.db.t"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("name of a catalogue's table", "./local.db.t");
  }

  @Test
  void neitherIsATableOfACatalogueThatIsConfigured() {
    List<String> command = drawings.command(drawings.input(), "cat.t");
    command.addAll(List.of("--conf", "spark.sql.catalog.cat=org.example.Catalogue"));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("--output cat.t is the name of a catalogue's table", "./cat.t");
    assertThat(Path.of("cat.t")).doesNotExist();
  }

  @Test
  void whatSomebodyPutBesideTheTableIsNotReplaced() throws IOException {
    Path mine = Files.writeString(table.resolve("mine.txt"), "mine");
    assertRefused(label(table, "--overwrite"), "mine.txt, which MobileSpark did not write");
    assertThat(mine).hasContent("mine");
    Files.delete(mine);
    assertThat(label(table, "--overwrite").exitCode()).isZero();
    assertThat(PredictedRow.byName(table)).hasSize(drawings.files());
  }

  @Test
  void foldersAndFilesOfOthersAreNotReplaced() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "mine");
    assertRefused(label(plain, "--overwrite"), "is a file");
    Path photos = Files.createDirectories(folder.resolve("photos"));
    Files.writeString(photos.resolve("a.txt"), "mine");
    assertRefused(label(photos, "--overwrite"), "a.txt, which MobileSpark did not write");
    assertThat(plain).hasContent("mine");
    assertThat(photos.resolve("a.txt")).hasContent("mine");
  }

  @Test
  void whatTheRunReadsIsNotReplaced() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(drawings.input()));
    assertRefused(label(link, "--overwrite"), "which this run reads");
    assertRefused(label(folder.resolve("model"), "--overwrite"), "which this run reads");
    assertThat(drawings.weights()).exists();
    Path manifest =
        Files.writeString(Files.createDirectories(folder.resolve("m")).resolve("l"), "");
    List<String> command = drawings.command("", folder.resolve("m"), "--overwrite");
    int input = command.indexOf("--input");
    command.set(input, "--manifest");
    command.set(input + 1, manifest.toString());
    assertRefused(CommandRun.of(command), "which this run reads");
    assertThat(manifest).exists();
    assertRefused(evaluate(table, "--overwrite"), "which this run reads");
    assertThat(PredictedRow.byName(table)).hasSize(drawings.files());
  }

  @Test
  void theLayoutsVersionStandsInTableAndManifest() throws IOException {
    JsonNode manifest = json(table.resolve("_mobilespark/run.json"));
    assertThat(manifest.path("schema_version").asInt()).isEqualTo(1);
    assertThat(manifest.path("kind").asText()).isEqualTo("table");
    for (Path file : parquet()) {
      assertThat(file.getFileName().toString()).startsWith("part-" + manifest.path("run").asText());
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(
                  new org.apache.hadoop.fs.Path("file:" + file), new Configuration(false)))) {
        assertThat(
                reader
                    .getFileMetaData()
                    .getKeyValueMetaData()
                    .get("org.apache.spark.sql.parquet.row.metadata"))
            .contains("\"mobilespark.schema_version\":1");
      }
    }
  }

  @Test
  void whatALaterVersionWroteIsNeitherAddedToNorReplacedNorRead() throws IOException {
    Path later = folder.resolve("later");
    assertThat(label(later).exitCode()).isZero();
    Path manifest = later.resolve("_mobilespark/run.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replaceFirst("\"schema_version\" : 1", "\"schema_version\" : 99"));
    for (String option : List.of("--append", "--resume", "--overwrite")) {
      assertRefused(label(later, option), "schema version 99");
    }
    List<String> evaluation = evaluation(folder.resolve("late-report"));
    evaluation.set(evaluation.indexOf("--predictions") + 1, later.toString());
    assertRefused(CommandRun.of(evaluation), "schema version 99");
  }

  private static CommandRun label(Path output, String... options) {
    return CommandRun.of(drawings.command(drawings.input(), output, options));
  }

  private static CommandRun evaluate(Path report, String... options) {
    List<String> command = evaluation(report);
    command.addAll(List.of(options));
    return CommandRun.of(command);
  }

  private static List<String> evaluation(Path report) {
    List<String> command = new ArrayList<>(List.of("evaluate", "--predictions", table.toString()));
    command.addAll(List.of("--truth", drawings.set().labels().toString()));
    command.addAll(List.of("--truth-classes", drawings.set().classes().toString()));
    command.addAll(List.of("--report", report.toString(), "--master", "local[2]"));
    return command;
  }

  private static void assertRefused(CommandRun run, String why) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.complaints()).singleElement().asString().contains(why);
    assertThat(run.hasStackTrace()).isFalse();
  }

  private static List<Path> parquet() throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
