// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.testing.FaultyFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that die while they replace rows: at each change from where files begin to take their
 * places, and at some before. Whoever looks finds each picture once, with its old row or its new
 * one; whoever comes next ends what was begun.
 */
class RetryCrashIT {
  private static final int PICTURES = 20;

  /** Changes before the last one; the last two give the lock back. */
  private static final List<Integer> POINTS =
      List.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17, 20, 24, 30);

  @TempDir private Path folder;

  @AfterEach
  void fail() {
    FaultyFileSystem.heal(false);
    DyingFileSystem.dieAfter(Long.MAX_VALUE);
  }

  @Test
  void whateverTheMoment() throws IOException {
    Drawings drawings = Drawings.below(folder, PICTURES, 0);
    ManifestOfDrawings manifest = ManifestOfDrawings.of(drawings, folder.resolve("list.txt"));
    manifest.copy("denied.png");
    manifest.copy("broken.png");
    Path earlier = Files.createDirectory(folder.resolve("earlier"));
    DyingFileSystem.dieAfter(Long.MAX_VALUE);
    CommandRun first = run(manifest, earlier, "--append", "--target-file-bytes", "2048");
    assertThat(first.exitCode()).as(first.err()).isZero();
    SortedMap<String, PredictedRow> before = PredictedRow.byName(earlier.resolve("table"));
    assertThat(before.values().stream().filter(row -> !row.error().isEmpty())).hasSize(2);
    FaultyFileSystem.heal(true);
    manifest.copy("later.png");

    Path whole = copy(earlier, "whole");
    DyingFileSystem.dieAfter(1_000_000);
    assertThat(run(manifest, whole, "--append", "--retry-errors").exitCode()).isZero();
    long all = 1_000_000 - DyingFileSystem.left();
    assertWhole("not killed", whole);
    for (int point : POINTS) {
      String what = String.format(Locale.ROOT, "change %d of %d", all - point, all);
      crash(manifest, copy(earlier, "point-" + point), all - point, before, what);
    }
  }

  private static void crash(
      ManifestOfDrawings manifest,
      Path results,
      long at,
      SortedMap<String, PredictedRow> before,
      String what)
      throws IOException {
    DyingFileSystem.dieAfter(at);
    CommandRun crashed = run(manifest, results, "--append", "--retry-errors");
    boolean dead = DyingFileSystem.isDead();
    DyingFileSystem.dieAfter(Long.MAX_VALUE);
    assertThat(crashed.exitCode()).as(what).isEqualTo(dead ? 1 : 0);
    // Its process is this one, which lives.
    Files.deleteIfExists(results.resolve(".table.mobilespark.lock"));
    Files.deleteIfExists(results.resolve(".table.mobilespark.lock.beat"));
    assertThat(PredictedRow.byName(results.resolve("table")).keySet())
        .as(what)
        .containsAll(before.keySet());
    boolean begun = Files.exists(results.resolve(".table.mobilespark/new/_mobilespark/run.json"));
    if (at % 2 == 0) {
      // Not the one that should come, but it may not leave half of it.
      CommandRun another = run(manifest, results, "--append");
      if (begun) {
        assertThat(another.exitCode()).as(what + another.err()).isZero();
        assertWhole(what, results);
      }
    }
    CommandRun resumed = run(manifest, results, "--append", "--retry-errors", "--resume");
    assertThat(resumed.exitCode()).as(what + "\n" + resumed.err()).isZero();
    assertWhole(what, results);
  }

  private static void assertWhole(String what, Path results) throws IOException {
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(results.resolve("table"));
    assertThat(rows).as(what).hasSize(PICTURES + 3).containsKey("later.png");
    assertThat(rows.values()).as(what).allMatch(row -> row.error().isEmpty());
    JsonNode run =
        new ObjectMapper().readTree(results.resolve("table/_mobilespark/run.json").toFile());
    assertThat(run.get("pictures").asInt()).as(what).isEqualTo(PICTURES + 3);
    assertThat(run.get("counts")).as(what).hasSize(1);
    assertThat(run.at("/counts/classified").asInt()).as(what).isEqualTo(PICTURES + 3);
    assertThat(run.get("runs")).as(what).hasSize(2);
    try (Stream<Path> own = Files.list(results.resolve("table/_mobilespark"))) {
      assertThat(own).as(what).extracting(Path::getFileName).hasToString("[run.json]");
    }
    Leftovers.assertNone(results);
  }

  private Path copy(Path results, String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(results.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static CommandRun run(ManifestOfDrawings manifest, Path results, String... options) {
    List<String> command = manifest.command("dying:" + results.resolve("table"), options);
    command.addAll(List.of("--unit-pictures", "10", "--max-errors", "2"));
    command.addAll(
        List.of(
            "--conf",
            "spark.hadoop.fs.dying.impl=" + DyingFileSystem.class.getName(),
            "--conf",
            "spark.hadoop.fs.dying.impl.disable.cache=true"));
    return CommandRun.of(command);
  }
}
