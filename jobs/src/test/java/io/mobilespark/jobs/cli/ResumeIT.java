// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end before their table is whole, runs that go on with them, and runs that add. */
class ResumeIT {
  private static final int UNIT = 20;
  private static final int CORES = 2;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private Path results;

  @SuppressWarnings("NullAway.Init")
  private Path output;

  @BeforeEach
  void draw() throws IOException {
    drawings = Drawings.below(folder, 120, 0);
    results = Files.createDirectory(folder.resolve("results"));
    output = results.resolve("table");
  }

  @Test
  void whatWasCommittedIsNotDoneAgain() throws IOException {
    // Late in the listing's order, so that waves before it are committed.
    Path failing = drawings.set().folder().resolve("x/failing.png");
    Files.createDirectories(failing.getParent());
    Files.writeString(failing, "listed");
    CommandRun failed = CommandRun.of(command());
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(output).doesNotExist();
    int waves = waves();
    assertThat(waves).isGreaterThanOrEqualTo(2);
    double seconds = ofWaves("/seconds");
    double decoding = ofWaves("/stage_seconds/decode");
    assertThat(decoding).isPositive();

    CommandRun refused = CommandRun.of(command());
    assertThat(refused.complaints())
        .singleElement()
        .asString()
        .contains(
            "interrupted run", "--resume goes on with it", (waves * UNIT * CORES) + " of 121");

    assertRefused("top-k is 2, it was 5", "--top-k", "2");
    assertRefused("the models are", "--preset", "mlperf-mobilenet");
    assertRefused("leave --partition-by-label out", "--partition-by-label");
    Files.writeString(drawings.set().folder().resolve("new.png"), "one more");
    assertRefused("the input has 122 pictures, it had 121", "--relist");
    assertRefused("--relist lists what is there now", "--source", "images");
    Files.delete(drawings.set().folder().resolve("new.png"));

    // The same path and length, now a picture's beginning.
    FaultyFileSystem.heal(true);
    long before = FaultyFileSystem.opened();
    CommandRun resumed = CommandRun.of(command("--resume"));
    FaultyFileSystem.heal(false);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(FaultyFileSystem.opened() - before).isEqualTo(121 - waves * UNIT * CORES);
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(output);
    assertThat(rows).hasSize(121);
    assertThat(rows.values().stream().filter(row -> row.error().isEmpty())).hasSize(120);
    JsonNode manifest =
        new ObjectMapper().readTree(output.resolve("_mobilespark/run.json").toFile());
    assertThat(manifest.get("pictures").asInt()).isEqualTo(121);
    assertThat(manifest.at("/counts/classified").asInt()).isEqualTo(120);
    assertThat(manifest.get("runs")).hasSize(1);
    assertSumsOfAllAttempts(manifest, seconds, decoding);
    JsonNode attempts = manifest.at("/runs/0/attempts");
    assertThat(attempts).hasSize(2);
    assertThat(attempts.at("/0/end").asText()).isEqualTo("FAILED");
    assertThat(attempts.at("/0/committed").asInt()).isEqualTo(waves * UNIT * CORES);
    assertThat(attempts.at("/1/end").asText()).isEqualTo("FINISHED");
    assertThat(attempts.at("/1/committed").asInt()).isEqualTo(121 - waves * UNIT * CORES);
    assertThat(resumed.out()).contains("Attempts    2", "on " + attempts.at("/1/host").asText());
    Leftovers.assertNone(results);

    CommandRun again = CommandRun.of(command("--resume"));
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("complete");
    assertRefused("top-k is 2, it was 5", "--top-k", "2");
  }

  /** Not of the last attempt alone, which has more to add to what those before it had. */
  private static void assertSumsOfAllAttempts(JsonNode manifest, double seconds, double decoding) {
    assertThat(manifest.get("seconds").asDouble()).isGreaterThan(seconds);
    assertThat(manifest.at("/runs/0/seconds")).isEqualTo(manifest.get("seconds"));
    assertThat(manifest.at("/stage_seconds/decode").asDouble()).isGreaterThan(decoding);
    assertThat(manifest.get("pictures_per_second").asDouble())
        .isEqualTo(121 / manifest.get("seconds").asDouble());
  }

  @Test
  void nothingToResumeIsAUsageError() throws IOException {
    CommandRun run = CommandRun.of(command("--resume"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .startsWith("There is no interrupted run into file:" + output + " to resume");
    Leftovers.assertNone(results);
  }

  @Test
  void whatIsNewIsAdded() throws IOException {
    Path first = drawings.set().folder().resolve("a-first.png");
    Files.move(pictures().get(0), first);
    assertThat(CommandRun.of(command("--append")).exitCode()).isZero();
    assertThat(PredictedRow.byName(output)).hasSize(120);
    List<Path> files = PredictedRow.files(output);

    Files.copy(first, drawings.set().folder().resolve("b-new.png"));
    Files.copy(first, drawings.set().folder().resolve("zzz-new.png"));
    long before = FaultyFileSystem.opened();
    CommandRun added = CommandRun.of(command("--append"));
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(FaultyFileSystem.opened() - before).isEqualTo(2);
    assertThat(PredictedRow.byName(output)).hasSize(122).containsKeys("b-new.png", "zzz-new.png");
    assertThat(PredictedRow.files(output)).containsAll(files);
    JsonNode manifest =
        new ObjectMapper().readTree(output.resolve("_mobilespark/run.json").toFile());
    assertThat(manifest.get("pictures").asInt()).isEqualTo(122);
    assertThat(manifest.get("runs")).hasSize(2);
    assertThat(manifest.at("/runs/1/pictures").asInt()).isEqualTo(2);

    CommandRun nothing = CommandRun.of(command("--append"));
    assertThat(nothing.exitCode()).isZero();
    assertThat(nothing.out()).contains("nothing to do", "Pictures    122");
    CommandRun other = CommandRun.of(command("--append", "--top-k", "2"));
    assertThat(other.complaints())
        .singleElement()
        .asString()
        .contains("cannot be added to: top-k is 2, it was 5");
    Leftovers.assertNone(results);
  }

  /** Waves are put together while the run goes on; its end moves what that has made. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasPutTogetherIsMovedAndNotWrittenAgain(boolean byLabel) throws IOException {
    Path failing = drawings.set().folder().resolve("x/failing.png");
    Files.createDirectories(failing.getParent());
    Files.writeString(failing, "listed");
    // Fewer merges by label: each has a file for every label.
    String bytes = byLabel ? "1024" : "4096";
    List<String> options = new ArrayList<>(List.of("--unit-pictures", "5"));
    options.addAll(List.of("--target-file-bytes", bytes));
    if (byLabel) {
      options.add("--partition-by-label");
    }
    String[] small = options.toArray(String[]::new);
    assertThat(CommandRun.of(command(small)).exitCode()).isEqualTo(1);
    Path merged = results.resolve(".table.mobilespark/merged");
    Set<Object> made = new HashSet<>();
    try (Stream<Path> files = Files.walk(merged)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".parquet")).toList()) {
        made.add(Files.getAttribute(file, "unix:ino"));
      }
    }
    assertThat(made).hasSizeGreaterThan(4);
    FaultyFileSystem.heal(true);
    List<String> resume = command(small);
    resume.add("--resume");
    CommandRun resumed = CommandRun.of(resume);
    FaultyFileSystem.heal(false);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(PredictedRow.byName(output)).hasSize(121);
    Set<Object> moved = new HashSet<>();
    for (Path file : PredictedRow.files(output)) {
      moved.add(Files.getAttribute(file, "unix:ino"));
    }
    assertThat(moved).containsAll(made);
    try (Stream<Path> below = Files.list(output)) {
      assertThat(below.anyMatch(path -> path.toString().endsWith("=disc"))).isEqualTo(byLabel);
    }
    assertThat(output.resolve("_SUCCESS")).exists();
    Leftovers.assertNone(results);
  }

  @Test
  void manyErrorsOfStorageEndTheRun() throws IOException {
    for (String fault : List.of("denied", "broken", "a/denied")) {
      Files.createDirectories(drawings.set().folder().resolve("a"));
      Files.writeString(drawings.set().folder().resolve(fault + ".png"), "listed");
    }
    CommandRun run = CommandRun.of(command("--unit-pictures", "1000"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .contains("more than the 2 of 123 that --max-errors 1% allows")
        .contains("ACCESS_DENIED faulty:", "denied.png (not yours", "IO_ERROR", "broken.png");
    assertThat(output).doesNotExist();
    assertThat(CommandRun.of(command("--max-errors", "3")).exitCode()).isZero();
    Leftovers.assertNone(results);
  }

  @Test
  void labelsBecomeFolders() throws IOException {
    Files.writeString(drawings.set().folder().resolve("none.jpg"), "no picture");
    assertThat(CommandRun.of(command("--partition-by-label")).exitCode()).isZero();
    try (Stream<Path> folders = Files.list(output)) {
      assertThat(folders.map(path -> String.valueOf(path.getFileName())))
          .contains("label_folder=disc", "label_folder=__HIVE_DEFAULT_PARTITION__");
    }
  }

  @Test
  void filesAreAboutAsLargeAsAskedFor() throws IOException {
    assertThat(CommandRun.of(command("--target-file-bytes", "10240")).exitCode()).isZero();
    assertThat(PredictedRow.byName(output)).hasSize(120);
    assertThat(PredictedRow.files(output))
        .hasSizeBetween(4, 30)
        .allMatch(file -> file.toFile().length() < 2 * 10_240);
    assertThat(CommandRun.of(command("--overwrite")).exitCode()).isZero();
    assertThat(PredictedRow.files(output)).hasSize(1);
  }

  private void assertRefused(String difference, String... options) throws IOException {
    List<String> command = command(options);
    command.add("--resume");
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .contains("cannot be resumed: ", difference);
  }

  private List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.walk(drawings.set().folder())) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
  }

  private int waves() throws IOException {
    return notes().size();
  }

  private List<Path> notes() throws IOException {
    try (Stream<Path> files = Files.list(results.resolve(".table.mobilespark/waves"))) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  /** A figure of committed waves, summed. */
  private double ofWaves(String figure) throws IOException {
    double sum = 0;
    for (Path note : notes()) {
      sum += new ObjectMapper().readTree(note.toFile()).at(figure).asDouble();
    }
    return sum;
  }

  private List<String> command(String... options) {
    List<String> command =
        new ArrayList<>(
            drawings.command(
                "faulty:" + drawings.input(),
                output,
                "--conf",
                "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName(),
                "--conf",
                "spark.hadoop.fs.faulty.impl.disable.cache=true",
                "--master",
                "local[" + CORES + "]"));
    List<String> given = List.of(options);
    if (!given.contains("--unit-pictures")) {
      command.addAll(List.of("--unit-pictures", Integer.toString(UNIT)));
    }
    if (given.contains("--preset")) {
      command.remove(command.indexOf("--preset") + 1);
      command.remove("--preset");
    }
    command.addAll(given);
    return command;
  }
}
