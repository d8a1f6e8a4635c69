// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.jobs.testbed.EndingDisk;
import io.mobilespark.jobs.testbed.FaultProxy;
import io.mobilespark.jobs.testbed.JavaProcess;
import io.mobilespark.jobs.testbed.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers killed as {@code kill -9} does while they replace rows of a table, on a local disk and on
 * S3: each goes on where the one before was killed, and is killed one step later.
 */
class RetryKillIT {
  private static final int PICTURES = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Files of the run whose appearance shows how far it is; from the last on nothing leads back. */
  private static final List<String> STEPS =
      List.of("retry/rows/_SUCCESS", "retry/files.json", "new/_mobilespark/run.json");

  @TempDir private Path folder;

  @Test
  void onALocalDisk() throws Exception {
    ManifestOfDrawings manifest = manifest();
    Path results = Files.createDirectory(folder.resolve("results"));
    Path table = results.resolve("table");
    retry(
        manifest,
        table.toString(),
        results.resolve(".table.mobilespark"),
        EndingDisk.settings(),
        this::endAt,
        copy -> table);
    Leftovers.assertNone(results);
  }

  @Test
  void onS3() throws Exception {
    ManifestOfDrawings manifest = manifest();
    try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
        FaultProxy proxy = FaultProxy.before(s3.endpoint())) {
      proxy.delay(Duration.ofMillis(10));
      Path table = folder.resolve("s3/objects").resolve(s3.bucket()).resolve("table");
      retry(
          manifest,
          s3.uri("table"),
          table.resolve("_mobilespark/run"),
          s3.options(proxy.endpoint()),
          this::killWhenThere,
          copy -> s3.download("table", copy));
    }
  }

  private ManifestOfDrawings manifest() throws IOException {
    ManifestOfDrawings manifest =
        ManifestOfDrawings.of(Drawings.below(folder, PICTURES, 0), folder.resolve("list.txt"));
    manifest.missing("a-late.png");
    manifest.missing("z-late.png");
    return manifest;
  }

  /** Brings a table to where it can be read. */
  @FunctionalInterface
  private interface Download {
    Path to(Path copy) throws IOException;
  }

  /** Runs a command that is killed when a file lies in its workplace. */
  @FunctionalInterface
  private interface Killing {
    void kill(List<String> command, Path workplace, String step);
  }

  private void retry(
      ManifestOfDrawings manifest,
      String output,
      Path workplace,
      List<String> storage,
      Killing killing,
      Download download)
      throws Exception {
    List<String> command = new ArrayList<>(manifest.command(output, "--append"));
    command.addAll(List.of("--unit-pictures", "5", "--max-errors", "2"));
    command.addAll(storage);
    List<String> first = new ArrayList<>(command);
    first.addAll(List.of("--target-file-bytes", "2048"));
    CommandRun made = CommandRun.of(first);
    assertThat(made.exitCode()).as(made.err()).isZero();
    SortedMap<String, PredictedRow> before = rows(download, "before");
    assertThat(before.values().stream().map(PredictedRow::error).filter("NOT_FOUND"::equals))
        .hasSize(2);
    manifest.deliver(manifest.drawings().set().folder().resolve("a-late.png"));
    manifest.deliver(manifest.drawings().set().folder().resolve("z-late.png"));
    manifest.copy("new.png");

    command.add("--retry-errors");
    for (String step : STEPS) {
      killing.kill(command, workplace, step);
      assertThat(workplace.resolve(step)).exists();
      assertThat(rows(download, "killed-" + STEPS.indexOf(step)).keySet())
          .as(step)
          .containsAll(before.keySet());
      if (!command.contains("--resume")) {
        command.add("--resume");
      }
    }
    CommandRun last = CommandRun.of(command);
    assertThat(last.exitCode()).as(last.err()).isZero();
    SortedMap<String, PredictedRow> after = rows(download, "after");
    assertThat(after).hasSize(before.size() + 1).containsKey("new.png");
    assertThat(after.values()).allMatch(row -> row.error().isEmpty());
    JsonNode run =
        new ObjectMapper()
            .readTree(
                download.to(folder.resolve("last")).resolve("_mobilespark/run.json").toFile());
    assertThat(run.get("pictures").asInt()).isEqualTo(after.size());
    assertThat(run.at("/counts/classified").asInt()).isEqualTo(after.size());
    assertThat(run.at("/counts/NOT_FOUND").isMissingNode()).isTrue();
    assertThat(workplace).doesNotExist();
  }

  /** From within, as on a local disk what is seen from outside is past. */
  private void endAt(List<String> command, Path workplace, String step) {
    String suffix = workplace.getFileName() + "/" + step;
    try (JavaProcess run =
        CommandProcess.start(
            "run-" + STEPS.indexOf(step), folder, command, EndingDisk.endAt(suffix))) {
      assertThat(run.exitCode(PATIENCE)).as(run.output()).isEqualTo(EndingDisk.EXIT_CODE);
    }
  }

  private void killWhenThere(List<String> command, Path workplace, String step) {
    try (JavaProcess run = CommandProcess.start("run-" + STEPS.indexOf(step), folder, command)) {
      run.await(() -> Files.exists(workplace.resolve(step)), step, PATIENCE);
      assertThat(run.handle().destroyForcibly()).isTrue();
      run.exitCode(PATIENCE);
    }
  }

  private SortedMap<String, PredictedRow> rows(Download download, String name) throws IOException {
    return PredictedRow.byName(download.to(folder.resolve(name)));
  }
}
