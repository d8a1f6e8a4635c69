// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two drivers, one output: who lives is respected, and who has lost the lock touches nothing. */
class LostLockIT {
  private static final int PICTURES = 60;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void aRunThatWasHeldUpLeavesTheWavesOfTheOneThatTookOver() throws Exception {
    Drawings drawings = Drawings.below(folder, PICTURES, 0);
    Path results = Files.createDirectory(folder.resolve("results"));
    List<String> command = command(drawings, results);
    Path waves = results.resolve(".table.mobilespark/waves");
    try (JavaProcess first = CommandProcess.start("first", folder, command)) {
      first.await(() -> notes(waves) >= 1, "first wave", PATIENCE);
      signal(first, "STOP");
      // As another host's is: this one could see that the process lives, and would wait for it.
      writeOwnerOfAnotherNamespace(results);
      beLate(results);
      long before = notes(waves);
      try (JavaProcess second = CommandProcess.start("second", folder, resuming(command))) {
        second.await(() -> notes(waves) >= before + 2, "waves of the second", PATIENCE);
        signal(second, "STOP");
        List<Path> committed = folders(waves);
        signal(first, "CONT");
        assertThat(first.exitCode(PATIENCE)).as(first.output()).isEqualTo(1);
        assertThat(folders(waves)).containsAll(committed);
        signal(second, "CONT");
        assertThat(second.exitCode(PATIENCE)).as(second.output()).isZero();
      }
    }
    assertThat(PredictedRow.byName(results.resolve("table"))).hasSize(drawings.files());
    Leftovers.assertNone(results);
  }

  @Test
  void aHeartThatBeatsIsRespectedThoughNoProcessOfItsNumberIsSeenHere() throws Exception {
    Drawings drawings = Drawings.below(folder, PICTURES, 0);
    Path results = Files.createDirectory(folder.resolve("results"));
    List<String> command = command(drawings, results);
    try (JavaProcess first = CommandProcess.start("first", folder, command)) {
      first.await(
          () -> notes(results.resolve(".table.mobilespark/waves")) >= 1, "first wave", PATIENCE);
      // The same host's name, as containers on the host's network have it.
      writeOwnerOfAnotherNamespace(results);
      CommandRun second = CommandRun.of(resuming(command));
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.complaints()).singleElement().asString().contains("is in use by run ");
      assertThat(first.exitCode(PATIENCE)).as(first.output()).isZero();
    }
    assertThat(PredictedRow.byName(results.resolve("table"))).hasSize(drawings.files());
  }

  /** The lock as the same run would have written it in a namespace of processes of its own. */
  private static void writeOwnerOfAnotherNamespace(Path results) throws IOException {
    Path lock = results.resolve(".table.mobilespark.lock");
    FileTime modified = Files.getLastModifiedTime(lock);
    String owner = Files.readString(lock);
    Files.writeString(
        lock,
        owner
            .replaceFirst("\"pid\" : \\d+", "\"pid\" : 1")
            .replaceFirst("pid:\\[\\d+]", "pid:[1]"));
    Files.setLastModifiedTime(lock, modified);
    assertThat(Files.readString(lock)).isNotEqualTo(owner).contains("pid:[1]");
  }

  private static void beLate(Path results) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofMinutes(3)));
    Files.setLastModifiedTime(results.resolve(".table.mobilespark.lock"), then);
    Files.setLastModifiedTime(results.resolve(".table.mobilespark.lock.beat"), then);
  }

  private static void signal(JavaProcess process, String name) throws Exception {
    String pid = Long.toString(process.handle().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  private static long notes(Path waves) {
    return list(waves).stream().filter(path -> path.toString().endsWith(".json")).count();
  }

  private static List<Path> folders(Path waves) {
    return list(waves).stream().filter(Files::isDirectory).toList();
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> !path.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Drawings drawings, Path results) {
    return drawings.command(
        "faulty:" + drawings.input(),
        results.resolve("table"),
        "--unit-pictures",
        "5",
        "--master",
        "local[1]",
        "--conf",
        "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName(),
        "--conf",
        "spark.hadoop.faulty.open.millis=100");
  }

  private static List<String> resuming(List<String> command) {
    return Stream.concat(command.stream(), Stream.of("--resume")).toList();
  }
}
