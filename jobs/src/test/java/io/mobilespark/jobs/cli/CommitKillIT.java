// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.outputs.OutputContent;
import io.mobilespark.jobs.testbed.FaultProxy;
import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A driver killed as {@code kill -9} does while the magic committer commits its table on S3, where
 * every request takes a while, and runs that go on: each is killed one step later.
 */
class CommitKillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Folders below the table, and names whose appearance in them shows how far the commit is. */
  private static final List<List<String>> STEPS =
      List.of(
          List.of("_mobilespark/run/merged", "0"), List.of("", "part-"), List.of("", "_SUCCESS"));

  @TempDir private Path folder;

  @Test
  void noRowIsLostOrDoubled() throws Exception {
    Drawings drawings = Drawings.below(folder, 20, 1);
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
        FaultProxy proxy = FaultProxy.before(s3.endpoint())) {
      proxy.delay(Duration.ofMillis(20));
      Path table = folder.resolve("s3/objects").resolve(s3.bucket()).resolve("table");
      for (int step = 0; step < STEPS.size(); step++) {
        Path below = table.resolve(STEPS.get(step).get(0));
        String name = STEPS.get(step).get(1);
        try (JavaProcess run =
            CommandProcess.start("run-" + step, folder, inWaves(drawings, s3, proxy, step > 0))) {
          killWhen(run, () -> holds(below, name), name);
        }
        assertThat(table.resolve("_mobilespark/run.json")).doesNotExist();
      }
      try (JavaProcess last =
          CommandProcess.start("last", folder, inWaves(drawings, s3, proxy, true))) {
        assertThat(last.exitCode(PATIENCE)).as(last.output()).isZero();
      }
      Path copy = s3.download("table", folder.resolve("copy"));
      assertThat(PredictedRow.byName(copy)).hasSize(drawings.files());
      try (Stream<Path> left = Files.list(table)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .allMatch(
                file ->
                    file.endsWith(".parquet")
                        || file.equals("_SUCCESS")
                        || file.equals("_mobilespark"));
      }
    }
  }

  @Test
  void whatWasReplacedGoesWithTheNextRun() throws Exception {
    Drawings drawings = Drawings.below(folder, 20, 1);
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
        FaultProxy proxy = FaultProxy.before(s3.endpoint())) {
      Path table = folder.resolve("s3/objects").resolve(s3.bucket()).resolve("table");
      Path manifest = table.resolve("_mobilespark/run.json");
      try (JavaProcess old =
          CommandProcess.start("old", folder, command(drawings, s3, proxy, false))) {
        assertThat(old.exitCode(PATIENCE)).as(old.output()).isZero();
      }
      for (String next : List.of("--resume", "--append")) {
        proxy.delay(Duration.ZERO);
        int files = files(table);
        String before = Files.readString(manifest);
        List<String> replacing = command(drawings, s3, proxy, false);
        replacing.add("--overwrite");
        try (JavaProcess run = CommandProcess.start("replacing" + next, folder, replacing)) {
          run.await(() -> files(table) > files, "a file of the new table", PATIENCE);
          proxy.delay(Duration.ofMillis(200));
          killWhen(run, () -> holdsOther(manifest, before), "manifest of the new table");
        }
        // Both tables' files lie there, and the manifest tells the new one's.
        assertThat(PredictedRow.files(table)).hasSizeGreaterThan(1);
        assertThat(told(table)).isPositive().isLessThan(PredictedRow.files(table).size());
        proxy.delay(Duration.ZERO);
        List<String> ending = command(drawings, s3, proxy, false);
        ending.add(next);
        try (JavaProcess run = CommandProcess.start("ending" + next, folder, ending)) {
          assertThat(run.exitCode(PATIENCE)).as(run.output()).isZero();
        }
        assertThat(told(table)).isEqualTo(PredictedRow.files(table).size());
        Path copy = s3.download("table", folder.resolve("copy" + next));
        assertThat(PredictedRow.byName(copy)).hasSize(drawings.files());
      }
    }
  }

  private static int files(Path table) {
    try {
      return PredictedRow.files(table).size();
    } catch (IOException | UncheckedIOException e) {
      // What is listed goes at the same time.
      return 0;
    }
  }

  private static boolean holdsOther(Path manifest, String before) {
    try {
      return Files.exists(manifest)
          && !Files.readString(manifest).equals(before)
          && Files.readString(manifest).endsWith("}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of a table that its manifest tells. */
  private static long told(Path table) throws IOException {
    OutputContent content =
        OutputContent.of(
                FileSystem.getLocal(new Configuration(false)),
                new org.apache.hadoop.fs.Path(table.toUri()))
            .orElseThrow();
    return PredictedRow.files(table).stream()
        .filter(file -> content.holds(String.valueOf(file.getFileName())))
        .count();
  }

  private static void killWhen(
      JavaProcess run, java.util.function.BooleanSupplier moment, String what)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!moment.getAsBoolean()) {
      assertThat(run.isAlive()).as("ended before %s: %s", what, run.output()).isTrue();
      assertThat(System.nanoTime()).as("no %s: %s", what, run.output()).isLessThan(deadline);
      Thread.sleep(5);
    }
    assertThat(run.handle().destroyForcibly()).isTrue();
    run.exitCode(PATIENCE);
  }

  private static boolean holds(Path table, String beginning) {
    try (Stream<Path> files = Files.exists(table) ? Files.list(table) : Stream.empty()) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(beginning));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Several waves, put together to several files. */
  private static List<String> inWaves(
      Drawings drawings, S3Server s3, FaultProxy proxy, boolean resume) {
    List<String> command = command(drawings, s3, proxy, resume);
    command.addAll(List.of("--unit-pictures", "5", "--target-file-bytes", "16384"));
    return command;
  }

  private static List<String> command(
      Drawings drawings, S3Server s3, FaultProxy proxy, boolean resume) {
    List<String> command = drawings.command(drawings.input(), s3.uri("table"));
    command.addAll(s3.options(proxy.endpoint()));
    if (resume) {
      command.add("--resume");
    }
    return command;
  }
}
