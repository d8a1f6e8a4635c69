// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.source.ParquetFolder;
import io.mobilespark.jobs.testbed.PiecemealFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs into a store that renames folders file by file, killed between any two changes: whoever
 * reads by the manifest never takes a part for the whole, and the next run ends with every row
 * once.
 */
class PiecemealCrashIT {
  private static final int POINTS = 6;
  private static final long MANY = 1_000_000;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @BeforeAll
  static void draw() {
    drawings = Drawings.below(folder, 20, 0);
  }

  @Test
  void whateverTheMoment() throws IOException {
    long changes = changes(Files.createDirectory(folder.resolve("whole")));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < POINTS; i++) {
      long at = 1 + (changes - 1) * i / POINTS + random.nextInt((int) (changes / POINTS));
      crashAndResume(
          Files.createDirectory(folder.resolve("point-" + i)),
          0,
          drawings.files(),
          at,
          String.format(Locale.ROOT, "change %d of %d, seed %d", at, changes, seed));
    }
  }

  /** At changes of the table's commit, from the first file that appears to the last that goes. */
  @ParameterizedTest
  @ValueSource(strings = {"--overwrite", "--append", "--append --retry-errors"})
  void alsoWhenATableIsReplacedOrAddedTo(String modes) throws IOException {
    String[] mode = modes.split(" ");
    Path earlier = Files.createDirectory(folder.resolve("earlier" + modes));
    PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
    assertThat(run(earlier, drawings.input() + "/labels.csv").exitCode()).isZero();
    long all = changes(copy(earlier, modes + "-whole"), mode);
    int whole = drawings.files() + (modes.startsWith("--append") ? 1 : 0);
    for (long before = 3; before < all; before *= 2) {
      Path results = copy(earlier, modes + before);
      String what = String.format(Locale.ROOT, "%s, change %d of %d", modes, all - before, all);
      crashAndResume(results, 1, whole, all - before, what, mode);
    }
  }

  /** Spark reads a stream's table by a list of its own, which has none of the new rows. */
  @Test
  void aStreamsTableIsReplaced() throws IOException {
    PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
    Path results = Files.createDirectory(folder.resolve("stream"));
    List<String> following = command(results, drawings.input());
    following.add("--follow-once");
    CommandRun followed = CommandRun.of(following);
    assertThat(followed.exitCode()).as(followed.err()).isZero();
    assertThat(results.resolve("table/_spark_metadata")).exists();
    CommandRun replaced = run(results, drawings.input(), "--overwrite");
    assertThat(replaced.exitCode()).as(replaced.err()).isZero();
    assertThat(PredictedRow.byName(results.resolve("table"))).hasSize(drawings.files());
    assertThat(results.resolve("table/_spark_metadata")).doesNotExist();
  }

  @Test
  void theRunSaysWhatItCannotRelyOn() throws IOException {
    PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
    Path results = Files.createDirectory(folder.resolve("said"));
    CommandRun run = run(results, drawings.input());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("lies on piecemeal")))
        .singleElement()
        .asString()
        .contains("not known to be renamed at once", "not tested against a real store");
  }

  private static long changes(Path results, String... options) {
    PiecemealFileSystem.dieAfter(MANY);
    CommandRun run = run(results, drawings.input(), options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return MANY - PiecemealFileSystem.left();
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
      Path results, int before, int whole, long at, String what, String... options)
      throws IOException {
    PiecemealFileSystem.dieAfter(at);
    CommandRun crashed = run(results, drawings.input(), options);
    boolean dead = PiecemealFileSystem.isDead();
    PiecemealFileSystem.dieAfter(Long.MAX_VALUE);
    assertThat(crashed.exitCode()).as(what).isEqualTo(dead ? 1 : 0);
    Path own = results.resolve("table/_mobilespark");
    // Its process is this one, which lives.
    Files.deleteIfExists(own.resolve("lock.json"));
    Files.deleteIfExists(own.resolve("lock.json.beat"));
    assertThat(seen(results)).as(what).isIn(0L, (long) before, (long) whole);

    List<String> again = new ArrayList<>(List.of(options));
    if (Files.exists(own.resolve("run/state.json")) || Files.exists(own.resolve("run.json"))) {
      again.add("--resume");
    }
    CommandRun resumed = run(results, drawings.input(), again.toArray(String[]::new));
    if (resumed.exitCode() == 1 && resumed.err().contains("it had 1")) {
      // It died before it had begun; what is there is the earlier table, made of another input.
      resumed = run(results, drawings.input(), options);
    }
    assertThat(resumed.exitCode()).as(what + "\n" + resumed.err()).isZero();
    assertThat(PredictedRow.byName(results.resolve("table"))).as(what).hasSize(whole);
    assertThat(seen(results)).as(what).isEqualTo(whole);
    try (Stream<Path> left = Files.list(own)) {
      assertThat(left).as(what).extracting(Path::getFileName).hasToString("[run.json]");
    }
  }

  /** Rows that a reader of MobileSpark's gets; 0 where it is told that there is no whole table. */
  private static long seen(Path results) {
    try (SparkSession spark =
        SparkSession.builder().master("local[1]").config(implementation(), CLASS).getOrCreate()) {
      return ParquetFolder.read(spark, "piecemeal:" + results.resolve("table")).count();
    } catch (Exception e) {
      // Scala does not declare it.
      assertThat(e.getMessage())
          .containsAnyOf("has not ended", "PATH_NOT_FOUND", "UNABLE_TO_INFER_SCHEMA");
      return 0;
    }
  }

  private static final String CLASS = PiecemealFileSystem.class.getName();

  private static String implementation() {
    return "spark.hadoop.fs.piecemeal.impl";
  }

  private static CommandRun run(Path results, String input, String... options) {
    List<String> command = command(results, input);
    command.addAll(List.of("--unit-pictures", "5"));
    command.addAll(List.of(options));
    return CommandRun.of(command);
  }

  private static List<String> command(Path results, String input) {
    return drawings.command(
        input,
        "piecemeal:" + results.resolve("table"),
        "--conf",
        implementation() + "=" + CLASS,
        "--conf",
        "spark.hadoop.fs.piecemeal.impl.disable.cache=true",
        // The dead do not try again.
        "--conf",
        "spark.hadoop.mapreduce.manifest.committer.manifest.save.attempts=1",
        "--max-rejected",
        "100%");
  }
}
