package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that die at a change to their output: between waves, in a wave's commit, in the table's.
 * Whatever the moment, the next run ends with every row once.
 */
class CrashIT {
  private static final int POINTS = 10;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  private static long changes;

  @BeforeAll
  static void countChanges() throws IOException {
    drawings = Drawings.below(folder, 20, 0);
    DyingFileSystem.dieAfter(1_000_000);
    Path whole = Files.createDirectory(folder.resolve("whole"));
    CommandRun run = run(whole);
    assertThat(run.exitCode()).as(run.err()).isZero();
    changes = 1_000_000 - DyingFileSystem.left();
    assertThat(changes).isGreaterThan(30);
  }

  @Test
  void whateverTheMoment() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < POINTS; i++) {
      // Spread over the run, the last ones within the table's own commit.
      long at = 1 + (changes - 1) * i / POINTS + random.nextInt((int) (changes / POINTS));
      crashAndResume("point-" + i, at, "change %d of %d, seed %d".formatted(at, changes, seed));
    }
  }

  @Disabled("After a crash in its last step, resuming --append takes the table for another run's")
  @Test
  void alsoWhenATableIsReplacedOrAddedTo() throws IOException {
    for (String mode : List.of("--overwrite", "--append")) {
      for (long before : new long[] {2, 4, 6, 9}) {
        Path results = Files.createDirectory(folder.resolve(mode + before));
        DyingFileSystem.dieAfter(Long.MAX_VALUE);
        String input = drawings.input() + "/" + (mode.equals("--append") ? "labels.csv" : "");
        assertThat(run(results, input).exitCode()).isZero();
        long at = changes - before;
        crashAndResume(mode + before, at, mode + " change " + at, mode);
      }
    }
  }

  private static void crashAndResume(String name, long at, String what, String... options)
      throws IOException {
    Path results = Files.createDirectories(folder.resolve(name));
    DyingFileSystem.dieAfter(at);
    CommandRun crashed = run(results, drawings.input(), options);
    boolean dead = DyingFileSystem.isDead();
    DyingFileSystem.dieAfter(Long.MAX_VALUE);
    assertThat(crashed.exitCode()).as(what).isEqualTo(dead ? 1 : 0);
    // Its process is this one, which lives.
    Files.deleteIfExists(results.resolve(".table.mobilespark.lock"));
    Files.deleteIfExists(results.resolve(".table.mobilespark.lock.beat"));
    boolean begun =
        Files.exists(results.resolve(".table.mobilespark/state.json"))
            || Files.exists(results.resolve("table/_mobilespark/run.json"));
    List<String> again = new java.util.ArrayList<>(List.of(options));
    if (begun) {
      again.add("--resume");
    }
    CommandRun resumed = run(results, drawings.input(), again.toArray(String[]::new));
    if (resumed.exitCode() == 1 && resumed.err().contains("it had 1")) {
      // It died before it had begun; what is there is the earlier table, made of another input.
      resumed = run(results, drawings.input(), options);
    }
    assertThat(resumed.exitCode()).as(what + "\n" + resumed.err()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(results.resolve("table"));
    assertThat(rows).as(what).hasSize(drawings.files());
    Leftovers.assertNone(results);
  }

  private static CommandRun run(Path results) {
    return run(results, drawings.input());
  }

  private static CommandRun run(Path results, String input, String... options) {
    List<String> command =
        drawings.command(
            input,
            results.resolve("table"),
            "--unit-pictures",
            "5",
            "--conf",
            "spark.hadoop.fs.dying.impl=" + DyingFileSystem.class.getName(),
            "--conf",
            "spark.hadoop.fs.dying.impl.disable.cache=true");
    int output = command.indexOf("--output") + 1;
    command.set(output, "dying:" + command.get(output));
    command.addAll(List.of(options));
    return CommandRun.of(command);
  }
}
