// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
      crashAndResume(
          "point-" + i,
          at,
          String.format(Locale.ROOT, "change %d of %d, seed %d", at, changes, seed),
          drawings.files());
    }
  }

  /**
   * At each of the last changes but the very last two, which give the lock back: in the table's
   * commit, and in clearing up after it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"--overwrite", "--append"})
  void alsoWhenATableIsReplacedOrAddedTo(String mode) throws IOException {
    Path earlier = Files.createDirectory(folder.resolve("earlier" + mode));
    DyingFileSystem.dieAfter(Long.MAX_VALUE);
    assertThat(run(earlier, drawings.input() + "/labels.csv").exitCode()).isZero();
    Path whole = copy(earlier, mode + "-whole");
    DyingFileSystem.dieAfter(1_000_000);
    assertThat(run(whole, drawings.input(), mode).exitCode()).isZero();
    long all = 1_000_000 - DyingFileSystem.left();
    int expected = drawings.files() + (mode.equals("--append") ? 1 : 0);
    for (int before = 3; before <= 8; before++) {
      copy(earlier, mode + before);
      String what = String.format(Locale.ROOT, "%s, change %d of %d", mode, all - before, all);
      crashAndResume(mode + before, all - before, what, expected, mode);
    }
  }

  /** Waves that are put together on the way, and files that are moved one by one at the end. */
  @Test
  void alsoWhereWavesArePutTogether() throws IOException {
    String[] small = {"--target-file-bytes", "1024"};
    DyingFileSystem.dieAfter(1_000_000);
    Path whole = Files.createDirectory(folder.resolve("merged"));
    assertThat(run(whole, drawings.input(), small).exitCode()).isZero();
    long all = 1_000_000 - DyingFileSystem.left();
    for (int before : List.of(3, 5, 7, 8, 9, 10, 11, 13, 20, 40, 60)) {
      String what = String.format(Locale.ROOT, "merged, change %d of %d", all - before, all);
      crashAndResume("merged" + before, all - before, what, drawings.files(), small);
    }
  }

  private static Path copy(Path results, String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(results.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static void crashAndResume(
      String name, long at, String what, int expected, String... options) throws IOException {
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
    assertThat(rows).as(what).hasSize(expected);
    try (Stream<Path> own = Files.list(results.resolve("table/_mobilespark"))) {
      assertThat(own).as(what).extracting(Path::getFileName).hasToString("[run.json]");
    }
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
            "spark.hadoop.fs.dying.impl.disable.cache=true",
            "--max-rejected",
            "100%");
    int output = command.indexOf("--output") + 1;
    command.set(output, "dying:" + command.get(output));
    command.addAll(List.of(options));
    return CommandRun.of(command);
  }
}
