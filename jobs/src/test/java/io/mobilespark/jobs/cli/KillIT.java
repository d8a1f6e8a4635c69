// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers killed as {@code kill -9} does, at random moments, and the runs that go on with other
 * numbers of cores.
 */
class KillIT {
  private static final int UNIT = 15;

  /** Of the runs that are killed, and of the last one, which is not. */
  private static final List<Integer> CORES = List.of(2, 1, 3, 2);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void noRowIsLostOrDoubledAndNoMoreThanAUnitPerCoreDoneAgain() throws Exception {
    Drawings drawings = Drawings.below(folder, 200, 0);
    Path results = Files.createDirectory(folder.resolve("results"));
    Path table = results.resolve("table");
    Path opened = folder.resolve("opened.txt");
    Path state = results.resolve(".table.mobilespark/state.json");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int last = CORES.size() - 1;
    int mayBeDoneAgain = 0;
    for (int kills = 0; kills < last; kills++) {
      int cores = CORES.get(kills);
      try (JavaProcess run =
          CommandProcess.start(
              "run-" + kills, folder, command(drawings, table, opened, cores, kills > 0))) {
        int before = Files.exists(opened) ? Files.readAllLines(opened).size() : 0;
        run.await(
            () -> lines(opened) >= before + 5 && Files.exists(state), "first pictures", PATIENCE);
        if (kills == 0) {
          CommandRun second = CommandRun.of(command(drawings, table, opened, 2, false));
          assertThat(second.exitCode()).isEqualTo(1);
          assertThat(second.complaints())
              .singleElement()
              .asString()
              .contains("is in use by run ", "process " + run.handle().pid());
        }
        Thread.sleep(random.nextInt(1500));
        assertThat(run.isAlive()).as("seed %d: %s", seed, run.output()).isTrue();
        run.handle().destroyForcibly();
        run.exitCode(PATIENCE);
        mayBeDoneAgain += UNIT * cores;
      }
      assertThat(table).doesNotExist();
    }
    List<String> whole = command(drawings, table, opened, CORES.get(last), true);
    try (JavaProcess run = CommandProcess.start("last", folder, whole)) {
      assertThat(run.exitCode(PATIENCE)).as("seed %d: %s", seed, run.output()).isZero();
    }
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(table);
    assertThat(rows).as("seed %d", seed).hasSize(drawings.files());
    List<String> readings = Files.readAllLines(opened);
    assertThat(new HashSet<>(readings)).hasSize(drawings.files());
    assertThat(readings.size() - drawings.files())
        .as("pictures done again, seed %d", seed)
        .isPositive()
        .isLessThanOrEqualTo(mayBeDoneAgain);
    Leftovers.assertNone(results);
  }

  private static int lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> command(
      Drawings drawings, Path table, Path opened, int cores, boolean resume) {
    List<String> command =
        drawings.command(
            "faulty:" + drawings.input(),
            table,
            "--unit-pictures",
            Integer.toString(UNIT),
            "--master",
            "local[" + cores + "]",
            "--conf",
            "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName(),
            "--conf",
            "spark.hadoop.faulty.opened=" + opened,
            "--conf",
            "spark.hadoop.faulty.open.millis=50");
    if (resume) {
      command.add("--resume");
    }
    return command;
  }
}
