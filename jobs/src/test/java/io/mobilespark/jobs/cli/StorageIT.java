// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.FullDisk;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage that fails while a run reads, runs that are killed: what is left of them. */
class StorageIT {
  private static final List<String> FAULTS =
      List.of("vanished", "denied", "locked", "broken", "slow");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private Path results;

  @SuppressWarnings("NullAway.Init")
  private Path output;

  @BeforeEach
  void draw() throws IOException {
    drawings = Drawings.below(folder, 80, 0);
    results = Files.createDirectory(folder.resolve("results"));
    output = results.resolve("table");
  }

  @Test
  void picturesThatCannotBeReadAnyMoreAreRows() throws IOException {
    for (String fault : FAULTS) {
      Files.writeString(drawings.set().folder().resolve(fault + ".png"), "listed");
    }
    CommandRun run = CommandRun.of(command(0));
    assertThat(run.exitCode()).as(run.err()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(output);
    assertThat(rows).hasSize(drawings.files() + FAULTS.size());
    assertThat(
            FAULTS.stream()
                .map(fault -> rows.getOrDefault(fault + ".png", PredictedRow.NONE).error()))
        .containsExactly("NOT_FOUND", "ACCESS_DENIED", "ACCESS_DENIED", "IO_ERROR", "IO_ERROR");
    assertThat(rows.values().stream().filter(row -> row.error().isEmpty())).hasSize(80);
    Leftovers.assertNone(results);
  }

  /** Links to nothing, and names of bytes that are no UTF-8, of which no two are one. */
  @Test
  void whatIsThereUnderNoNameOrLeadsNowhereIsARow() throws Exception {
    Path in = drawings.set().folder();
    Files.createSymbolicLink(in.resolve("broken.png"), in.resolve("none"));
    bytes("printf x > \"$(printf 'caf\\351.jpg')\"", in);
    bytes("printf x > \"$(printf 'caf\\350.jpg')\"", in);
    bytes("mkdir \"$(printf 'f\\374r')\" && printf x > \"$(printf 'f\\374r')/a.jpg\"", in);
    CommandRun run = CommandRun.of(drawings.command(drawings.input(), output, "--max-errors", "4"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(output);
    assertThat(rows).hasSize(drawings.files() + 4);
    assertThat(rows.get("broken.png"))
        .extracting(PredictedRow::error, PredictedRow::errorDetail)
        .containsExactly("NOT_FOUND", "a link to what is not there");
    assertThat(List.of("caf\\xE9.jpg", "caf\\xE8.jpg", "f\\xFCr"))
        .allSatisfy(
            name -> {
              PredictedRow row = rows.getOrDefault(name, PredictedRow.NONE);
              assertThat(row.error()).isEqualTo("NOT_FOUND");
              assertThat(row.errorDetail()).contains("a byte of a name that is no UTF-8");
            });
  }

  /** By a shell, as the JVM cannot spell such names. */
  private static void bytes(String command, Path in) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-c", command).directory(in.toFile()).start();
    assertThat(shell.waitFor()).isZero();
  }

  @Test
  void aCancelledRunLeavesNothing() throws Exception {
    CommandRun earlier = CommandRun.of(command(0));
    assertThat(earlier.exitCode()).as(earlier.err()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(output);
    long before = FaultyFileSystem.opened();
    Thread canceller = new Thread(() -> cancelAfter(before + 20));
    canceller.start();
    CommandRun run = CommandRun.of(command(50));
    canceller.interrupt();
    canceller.join();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).contains("cancelled");
    assertThat(FaultyFileSystem.opened() - before).isLessThan(80);
    assertThat(PredictedRow.byName(output)).isEqualTo(rows);
    Leftovers.assertNone(results);
  }

  @Test
  void aFailedTaskLeavesNothing() throws IOException {
    Files.writeString(drawings.set().folder().resolve("failing.png"), "listed");
    CommandRun run = CommandRun.of(command(20));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).contains("a fault of the storage's client");
    assertThat(output).doesNotExist();
    Leftovers.assertNone(results);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.json", "part-"})
  void aFullDiskIsSaidInOneLine(String names) throws IOException {
    List<String> command = drawings.command(drawings.input(), output, "--overwrite");
    command.addAll(FullDisk.settings(names));
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .contains("No space left on device");
    assertThat(output).doesNotExist();
    Leftovers.assertNone(results);
  }

  private List<String> command(long millisPerPicture) {
    return drawings.command(
        "faulty:" + drawings.input(),
        output,
        "--overwrite",
        "--max-errors",
        "5",
        "--conf",
        "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName(),
        "--conf",
        "spark.hadoop.fs.faulty.impl.disable.cache=true",
        "--conf",
        "spark.hadoop.faulty.open.millis=" + millisPerPicture);
  }

  /** Cancels what runs once so many files were opened. */
  private static void cancelAfter(long opened) {
    try {
      while (FaultyFileSystem.opened() < opened) {
        Thread.sleep(10);
      }
      SparkSession.getDefaultSession().get().sparkContext().cancelAllJobs();
    } catch (InterruptedException e) {
      // The command has ended by itself, which the test will tell.
      Thread.currentThread().interrupt();
    }
  }
}
