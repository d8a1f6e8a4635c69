// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are told to end by a signal at all kinds of moments, and what they leave. */
class InterruptIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** The longest that whoever sends a signal has to wait, with the end of the process. */
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  private static final int INT = 130;
  private static final int TERM = 143;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @TempDir private Path results;

  private int runs;

  @BeforeAll
  static void draw() {
    drawings = Drawings.below(folder, 60, 0);
  }

  @BeforeEach
  void begin() {
    runs = 0;
  }

  @Test
  void amidTheWavesAndOnceMoreAfterThem() throws Exception {
    String first = end("INT", INT, command("--unit-pictures", "10"), () -> exists("waves/00000"));
    assertThat(first).matches("interrupted: [246]0 of 60 committed; --resume goes on");
    assertThat(results.resolve("table")).doesNotExist();
    assertLeft(".table.mobilespark");
    String second =
        end(
            "TERM",
            TERM,
            command("--unit-pictures", "10", "--resume"),
            () -> exists("waves/00001"));
    assertThat(second).matches("interrupted: [246]0 of 60 committed; --resume goes on");
    assertLeft(".table.mobilespark");
    assertWhole(CommandRun.of(command("--unit-pictures", "10", "--resume")));
  }

  @Test
  void beforeAnythingIsCommitted() throws Exception {
    Path opened = folder.resolve("opened.txt");
    String said =
        end(
            "TERM",
            TERM,
            command("--unit-pictures", "1000", "--conf", "spark.hadoop.faulty.opened=" + opened),
            () -> Files.exists(opened));
    assertThat(said).isEqualTo("interrupted: nothing committed; the same command begins anew");
    assertLeft();
    assertWhole(CommandRun.of(command()));
  }

  /** Rows that go into folders by label are written once more, which takes a moment. */
  @Test
  void amidThePublicationWhatIsSaidHolds() throws Exception {
    List<String> options = List.of("--unit-pictures", "10", "--partition-by-label");
    String said = end("TERM", TERM, command(options.toArray(String[]::new)), () -> exists("new"));
    if (said.equals("interrupted: all 60 committed, the table is whole")) {
      assertThat(PredictedRow.byName(results.resolve("table"))).hasSize(drawings.files());
      Leftovers.assertNone(results);
    } else {
      assertThat(said).isEqualTo("interrupted: 60 of 60 committed; --resume goes on");
      assertLeft(".table.mobilespark");
      List<String> resume = new ArrayList<>(options);
      resume.add("--resume");
      assertWhole(CommandRun.of(command(resume.toArray(String[]::new))));
    }
  }

  @Test
  void twiceInARow() throws Exception {
    try (JavaProcess run = start(command("--unit-pictures", "10"))) {
      run.await(() -> exists("waves/00000"), "a first wave", PATIENCE);
      signal("INT", run);
      Thread.sleep(200);
      // It may have ended by the first.
      new ProcessBuilder("kill", "-INT", Long.toString(run.handle().pid())).start().waitFor();
      assertThat(run.exitCode(AT_MOST)).isEqualTo(INT);
      assertThat(said(run)).endsWith(" of 60 committed; --resume goes on");
    }
    assertWhole(CommandRun.of(command("--unit-pictures", "10", "--resume")));
  }

  @Test
  void aCommandThatHasNothingToResume() throws Exception {
    List<String> pack = new ArrayList<>(List.of("pack", "--input", faulty(), "--master"));
    pack.addAll(List.of("local[1]", "--format", "tar", "--output"));
    pack.add(results.resolve("shards").toString());
    pack.addAll(storage());
    String said = end("INT", INT, pack, () -> !left().isEmpty());
    assertThat(said).isEqualTo("interrupted: the same command begins anew");
    assertLeft();
  }

  /** Ends a command by a signal at some moment, and returns what it says of it. */
  private String end(String signal, int exitCode, List<String> command, BooleanSupplier moment)
      throws IOException, InterruptedException {
    try (JavaProcess run = start(command)) {
      run.await(moment, "moment", PATIENCE);
      signal(signal, run);
      assertThat(run.exitCode(AT_MOST)).as(run.output()).isEqualTo(exitCode);
      return said(run);
    }
  }

  private JavaProcess start(List<String> command) {
    return CommandProcess.start("run-" + runs++, folder, command);
  }

  private static void signal(String name, JavaProcess process)
      throws IOException, InterruptedException {
    String pid = Long.toString(process.handle().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** The one line, after which nothing is said, and before which no error. */
  private static String said(JavaProcess run) {
    List<String> lines = run.output().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertThat(last).startsWith("mobilespark: interrupted");
    assertThat(lines)
        .as(run.output())
        .noneMatch(line -> line.startsWith("\tat "))
        .noneMatch(line -> line.matches("(?i).*(exception|failed).*|.* (ERROR|WARN) .*"));
    assertThat(lines).filteredOn(line -> line.startsWith("mobilespark: ")).hasSize(1);
    return last.substring("mobilespark: ".length());
  }

  private void assertWhole(CommandRun last) throws IOException {
    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(PredictedRow.byName(results.resolve("table"))).hasSize(drawings.files());
    Leftovers.assertNone(results);
  }

  /** The lock is never among what is left. */
  private void assertLeft(String... names) throws IOException {
    assertThat(left()).containsExactlyInAnyOrder(names);
  }

  private List<String> left() {
    try (var files = Files.list(results)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean exists(String beginning) {
    Path file = results.resolve(".table.mobilespark").resolve(beginning);
    return Files.exists(file) || Files.exists(file.resolveSibling(file.getFileName() + ".json"));
  }

  private static String faulty() {
    return "faulty:" + drawings.input();
  }

  private static List<String> storage() {
    return List.of(
        "--conf",
        "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName(),
        "--conf",
        "spark.hadoop.faulty.open.millis=50");
  }

  private List<String> command(String... options) {
    List<String> command = drawings.command(faulty(), results.resolve("table"), options);
    command.addAll(storage());
    return command;
  }
}
