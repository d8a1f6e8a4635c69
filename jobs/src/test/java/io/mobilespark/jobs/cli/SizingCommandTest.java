// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sizing prints is a file of settings. */
class SizingCommandTest {
  @TempDir private Path folder;

  @Test
  void itsOutputIsReadAsSettings() throws IOException {
    CommandRun run = CommandRun.of(command("--batch-bytes 1m --prefetch-bytes 8m"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("#      300 MiB  Spark itself", "#      224 MiB  TensorFlow's libraries")
        .endsWith("# An executor takes 1,216 MiB of its machine.\n");
    Path file = Files.writeString(folder.resolve("executor.properties"), run.out());
    assertThat(SparkProperties.read(file))
        .containsOnlyKeys(
            "spark.executor.cores", "spark.executor.memory", "spark.executor.memoryOverhead")
        .containsEntry("spark.executor.cores", "2")
        .containsEntry("spark.executor.memory", "512m")
        .containsEntry("spark.executor.memoryOverhead", "704m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--cores 0                | Cores of an executor are 1 to 1024: 0",
        "--batch-rows 0           | Rows of a batch are 1 to 4096: 0",
        "--prefetch-bytes 1k      | Bytes read ahead are 1 MiB to 16 GiB: 1024",
        "--max-pixels 64000001    | more than 64000000 pixels are not decoded: 64000001",
        "--max-pixels 0           | maxPixels is from 1 to",
        "--max-picture-bytes 65m  | more than 67108864 bytes are not read: 68157440",
        "--max-picture-bytes big  | 'big' is no size",
        "--resolution 31          | resolution is 32 to 4096 pixels a side: 31",
        "--alpha 0                | alpha is above 0 and at most 16: 0.0",
        "--alpha 0.01             | alpha 0.01 leaves the first layer of mobilenet_v1 no channel",
      })
  void whatCannotBeIsOneLine(String options, String says) {
    CommandRun run = CommandRun.of(command(options));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.complaints()).singleElement().asString().contains(says);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aModelIsNeeded() {
    assertThat(CommandRun.of("sizing").complaints()).singleElement().asString().contains("--model");
  }

  private static List<String> command(String options) {
    List<String> command = new ArrayList<>(List.of("sizing", "--model", "mobilenet_v1"));
    command.addAll(List.of(options.split(" ")));
    given(command, "--cores", "2");
    given(command, "--alpha", "0.25");
    given(command, "--resolution", "128");
    given(command, "--prefetch-requests", "8");
    given(command, "--max-pixels", "1000000");
    given(command, "--max-picture-bytes", "1m");
    return command;
  }

  private static void given(List<String> command, String option, String value) {
    if (!command.contains(option)) {
      command.addAll(List.of(option, value));
    }
  }
}
