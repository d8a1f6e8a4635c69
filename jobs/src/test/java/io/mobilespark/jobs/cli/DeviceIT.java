// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.testing.FragileModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through a queue that tasks share the same rows come out; a GPU that is not there is refused. */
class DeviceIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static SortedMap<String, PredictedRow> reference;

  @BeforeAll
  static void label() throws IOException {
    drawings = Drawings.below(folder, 90, 7);
    Path output = folder.resolve("reference");
    CommandRun run = run(output, "--master", "local[2]", "--device", "cpu");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).doesNotContain("Device ");
    reference = PredictedRow.byName(output);
    assertThat(reference).hasSize(drawings.files());
  }

  @ParameterizedTest
  @CsvSource({"local[2], 16, 4", "local[8], 5, 7", "local[1], 64, 1"})
  void tasksThatShareAQueueWriteTheSameRows(String master, int deviceBatch, int batchRows)
      throws IOException {
    Path results = Files.createDirectories(folder.resolve("of-" + deviceBatch));
    Path output = results.resolve("table");
    CommandRun run =
        run(
            output,
            "--master",
            master,
            "--device-queue",
            "--device-batch",
            "" + deviceBatch,
            "--batch-rows",
            "" + batchRows);
    assertThat(run.exitCode()).isZero();
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(output);
    assertThat(rows.keySet()).isEqualTo(reference.keySet());
    rows.forEach((name, row) -> row.assertLike(reference.getOrDefault(name, row)));
    assertThat(run.out()).contains("shared batches").contains("Device      cpu: ");
    Leftovers.assertNone(results);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("mobilespark-cpu"));
  }

  @Test
  void autoSaysWhyItTookTheCpu() throws IOException {
    CommandRun run = run(folder.resolve("auto"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("Device")))
        .containsExactly(
            "Device      cpu: TensorFlow on the class path is its CPU build; the Maven profile gpu"
                + " takes the other");
  }

  @Test
  void aGpuThatIsNotThereFailsBeforeTheFirstTask() throws IOException {
    Path output = folder.resolve("gpu");
    for (String device : List.of("gpu", "gpu:3")) {
      long before = StartedTasks.count();
      CommandRun run = run(output, "--device", device, "--conf", StartedTasks.conf());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.complaints())
          .containsExactly(
              "--device "
                  + device
                  + " cannot be had: TensorFlow on the class path is its CPU build; the Maven"
                  + " profile gpu takes the other");
      assertThat(StartedTasks.count()).isEqualTo(before);
      assertThat(output).doesNotExist();
    }
  }

  /** Nobody but the driver's JVM could do the tasks. */
  @Test
  void aDeviceThatIsLostInALocalRunEndsItAndTheNextRunStartsAnew() throws IOException {
    FragilePictures pictures = FragilePictures.below(folder.resolve("fragile"));
    Path output = folder.resolve("lost");
    List<String> command = pictures.command(output, "--master", "local[2]");
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).contains("The device is lost: " + FragileModel.LOST);
    assertThat(run.hasStackTrace()).isFalse();
    pictures.mend();
    command.add("--overwrite");
    CommandRun mended = CommandRun.of(command);
    assertThat(mended.exitCode()).as(mended.err()).isZero();
    assertThat(PredictedRow.byName(output)).hasSize(FragilePictures.PICTURES);
  }

  @Test
  void aDeviceThatIsNoneIsAUsageError() {
    CommandRun run = run(folder.resolve("tpu"), "--device", "tpu");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).contains("auto, cpu, gpu or gpu:N, not 'tpu'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--precision=fp16|--precision fp16 wants --device gpu: CPUs compute in fp32 and bf16",
        "--precision=tf32|--precision tf32 wants --device gpu: CPUs compute in fp32 and bf16",
        "--xla|--xla compiles for GPUs and wants --device gpu: on CPUs oneDNN's kernels are used"
      })
  void whatGpusAloneCanDoIsAUsageErrorWithoutOne(String option, String says) {
    CommandRun run = run(folder.resolve("without"), option);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).contains(says);
  }

  private static CommandRun run(Path output, String... options) {
    return CommandRun.of(drawings.command(drawings.input(), output, options));
  }
}
