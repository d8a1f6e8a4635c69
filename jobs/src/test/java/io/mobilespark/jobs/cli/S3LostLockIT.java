// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.FaultProxy;
import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two drivers of one run, one table on S3: one that was held up while it wrote the table wakes up
 * when the other one has published it.
 */
class S3LostLockIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void aDriverThatWakesUpAddsNoRowToTheTableOfTheOneThatTookOver() throws Exception {
    holdUp("merged", table -> holdsPending(table.resolve("_mobilespark/run/merged")));
  }

  @Test
  void norDoesOneThatWasMovingFiles() throws Exception {
    holdUp("moving", table -> holds(table, "part-"));
  }

  /** Stops the first driver once something is so, and lets it go on when the second has ended. */
  private void holdUp(String name, Predicate<Path> then) throws Exception {
    Drawings drawings = Drawings.below(folder, 20, 1);
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
        FaultProxy proxy = FaultProxy.before(s3.endpoint())) {
      proxy.delay(Duration.ofMillis(20));
      Path table = folder.resolve("s3/objects").resolve(s3.bucket()).resolve("table");
      List<String> command = command(drawings, s3, proxy);
      try (JavaProcess first = CommandProcess.start(name, folder, command)) {
        Path merges = table.resolve("_mobilespark/run/merged");
        first.await(() -> Files.exists(merges), "waves that are put together", PATIENCE);
        proxy.delay(Duration.ofMillis(300));
        first.await(() -> then.test(table), name, PATIENCE);
        signal(first, "STOP");
        proxy.delay(Duration.ZERO);
        assertThat(table.resolve("_mobilespark/run.json")).doesNotExist();
        takeForDead(s3, table);
        List<String> resuming = Stream.concat(command.stream(), Stream.of("--resume")).toList();
        try (JavaProcess second = CommandProcess.start("second", folder, resuming)) {
          assertThat(second.exitCode(PATIENCE)).as(second.output()).isZero();
        }
        assertWhole(s3, drawings, "published");
        signal(first, "CONT");
        assertThat(first.exitCode(PATIENCE)).as(first.output()).isEqualTo(1);
        assertThat(first.output()).contains("has been taken over by");
      }
      assertWhole(s3, drawings, "woken");
    }
  }

  private void assertWhole(S3Server s3, Drawings drawings, String name) throws IOException {
    Path copy = s3.download("table", folder.resolve(name));
    assertThat(PredictedRow.byName(copy)).hasSize(drawings.files());
    try (Stream<Path> left = Files.list(copy)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .allMatch(
              file ->
                  file.endsWith(".parquet")
                      || file.equals("_SUCCESS")
                      || file.equals("_mobilespark"));
    }
  }

  /** The lock as the same run would have written it in another namespace, three minutes ago. */
  private static void takeForDead(S3Server s3, Path table) throws IOException {
    org.apache.hadoop.fs.Path lock =
        new org.apache.hadoop.fs.Path(s3.uri("table/_mobilespark/lock.json"));
    try (FileSystem files = s3.open()) {
      String owner;
      try (InputStream in = files.open(lock)) {
        owner = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      try (OutputStream out = files.create(lock, true)) {
        out.write(
            owner
                .replaceFirst("\"pid\" : \\d+", "\"pid\" : 1")
                .replaceFirst("pid:\\[\\d+]", "pid:[1]")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofMinutes(3)));
    Files.setLastModifiedTime(table.resolve("_mobilespark/lock.json"), then);
    Files.setLastModifiedTime(table.resolve("_mobilespark/lock.json.beat"), then);
  }

  private static void signal(JavaProcess process, String name) throws Exception {
    String pid = Long.toString(process.handle().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  private static boolean holds(Path table, String beginning) {
    try (Stream<Path> files = Files.exists(table) ? Files.list(table) : Stream.empty()) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(beginning));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a task has committed its uploads, which the job is to complete. */
  private static boolean holdsPending(Path table) {
    try (Stream<Path> files = Files.walk(table)) {
      return files.anyMatch(file -> file.toString().endsWith(".pendingset"));
    } catch (IOException | UncheckedIOException e) {
      // What is listed goes at the same time.
      return false;
    }
  }

  private static List<String> command(Drawings drawings, S3Server s3, FaultProxy proxy) {
    List<String> command = drawings.command(drawings.input(), s3.uri("table"));
    command.addAll(List.of("--unit-pictures", "5", "--target-file-bytes", "16384"));
    command.addAll(s3.options(proxy.endpoint()));
    return command;
  }
}
