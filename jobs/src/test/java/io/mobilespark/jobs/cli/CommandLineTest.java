// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that are wrong end with exit code 2 and one line, before anything starts. */
class CommandLineTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--wieghts x          | Unknown option",
        "--model mobilenet_v9 | unknown model 'mobilenet_v9'; known are mobilenet_v1, mobilenet_v2",
        "--preset stretch     | Unknown preset 'stretch'; known are squash",
        "--alpha 0            | alpha is above 0 and at most 16: 0.0",
        "--alpha NaN          | alpha is above 0 and at most 16: NaN",
        "--alpha half         | 'half' is not a double",
        "--resolution 31      | resolution is 32 to 4096 pixels a side: 31",
        "--resolution 2.5     | a resolution is a number, or HEIGHTxWIDTH as 96x160: '2.5'",
        "--top-k 0            | --top-k is 1 or more: 0",
        "--batch-rows 0       | Rows of a batch are 1 to 4096: 0",
        "--batch-rows 4097    | Rows of a batch are 1 to 4096: 4097",
        "--batch-bytes 1      | Bytes of a batch are 64 KiB to 1 GiB: 1",
        "--batch-bytes many   | 'many' is not a long",
        "--compression gzip   | expected one of [SNAPPY, ZSTD] (case-insensitive) but was 'gzip'",
        "--conf spark.ui      | spark.ui",
        "--overwrite=perhaps  | perhaps",
        "--manifest m         | One of --input, --manifest and --table is needed, not 2",
        "--source cpio        | --source",
        "--source manifest    | named by --table or --manifest, not by --source",
        "--prefetch-requests -1 | Requests read ahead are 0 to 1024: -1",
        "--prefetch-bytes 9   | Bytes read ahead are 1 MiB to 16 GiB: 9",
      })
  void aWrongOptionOfLabelIsOneLine(String options, String says) {
    List<String> command = new ArrayList<>(List.of("label", "--input", folder.toString()));
    command.addAll(List.of("--output", folder.resolve("out").toString()));
    command.addAll(List.of("--weights", "w.h5"));
    if (!options.startsWith("--model")) {
      command.addAll(List.of("--model", "mobilenet_v1"));
    }
    command.addAll(Arrays.asList(options.split(" ")));
    assertUsage(command, says, "see mobilespark label --help");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertUsage(
        List.of("label"),
        "Missing required options: one of --input, --manifest, --table, '--weights=FILE',"
            + " '--output=URI'; see");
    assertUsage(
        List.of("label", "--model", "mobilenet_v1", "--manifest", "m"),
        "Missing required options: '--weights=FILE', '--output=URI'; see");
    assertUsage(
        List.of("label", "--input", "i", "--weights", "w"),
        "Missing required option: '--output=URI'; see");
    assertUsage(
        List.of("evaluate", "--truth", "t"),
        "Missing required options: one of --predictions, --input, '--report=DIR'; see");
    assertUsage(
        List.of("evaluate", "--input", "i"),
        "Missing required options: '--weights=FILE', '--truth=URI', '--report=DIR'; see");
    assertUsage(List.of("models", "fetch"), "Missing required parameter: 'NAME'");
    assertUsage(
        List.of("label", "--output", "o", "--weights", "w", "--model", "mobilenet_v1"),
        "One of --input, --manifest and --table is needed, not none");
    assertUsage(
        List.of("label", "--input", "i", "--output", "o", "--model", "mobilenet_v1"), "--weights");
    assertUsage(List.of(), "Missing required subcommand", "see mobilespark --help");
    assertUsage(List.of("lable"), "lable", "see mobilespark --help");
    assertUsage(
        List.of(
            "label", "--input", "", "--output", "o", "--weights", "w", "--model", "mobilenet_v1"),
        "--input needs at least one folder, glob or file");
  }

  @Test
  void theOptionMeantIsSuggested() {
    CommandRun run = CommandRun.of("generate", "--output", "x", "--picturs", "5");
    assertThat(run.complaints().get(0)).contains("'--picturs'", "did you mean --pictures?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"label", "evaluate", "train", "embed", "pack", "generate"})
  void anUnknownOptionIsNamedBeforeAMissingOne(String command) {
    assertUsage(
        List.of(command, "--no-such-option", "x"),
        "Unknown option",
        "'--no-such-option'",
        "see mobilespark " + command + " --help");
  }

  @Test
  void aUsageErrorShowsWhereItCameFromOnlyWhenAsked() {
    CommandRun run = CommandRun.of("generate", "--picturs", "5", "--stacktrace");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.hasStackTrace()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://KEY:SECRET@bucket/a", "s3://KEY:SEC/RET@bucket", "s3a://KEY@b"})
  void aUriWithCredentialsIsRefusedAndNotRepeated(String input) {
    CommandRun run =
        CommandRun.of("pack", "--stacktrace", "--input", input, "--output", folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.complaints()).hasSize(1).first().asString().contains("holds no credentials");
    assertThat(run.out() + run.err()).doesNotContain("KEY");
  }

  @Test
  void aFailureIsOneLineAndExitCodeOne() throws IOException {
    Files.writeString(folder.resolve("something"), "x");
    List<String> command = List.of("generate", "--output", folder.toString());
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly("mobilespark: the output folder is not empty: " + folder);
    CommandRun traced = CommandRun.of("generate", "--stacktrace", "--output", folder.toString());
    assertThat(traced.exitCode()).isEqualTo(1);
    assertThat(traced.hasStackTrace()).isTrue();
    assertThat(traced.complaints()).isEqualTo(run.complaints());
  }

  @Test
  void generateDrawsAndSaysWhat() {
    Path output = folder.resolve("set");
    CommandRun run =
        CommandRun.of(
            "generate", "--output", output.toString(), "--pictures", "11", "--broken", "2");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("11 pictures and 2 broken files, ").contains(" in " + output);
    assertThat(run.err()).isEmpty();
    assertUsage(
        List.of("generate", "--output", output.toString(), "--pictures", "0"),
        "pictures must be 1 to 1000000: 0");
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    CommandRun help = CommandRun.of("label", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("mobilenet_v2", "squash", "--batch-rows", "default: 8", "or 224", "N|P% ")
        .doesNotContain("null")
        .doesNotContain("%%");
    CommandRun version = CommandRun.of("--version");
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).startsWith("MobileSpark ");
  }

  private void assertUsage(List<String> command, String... says) {
    CommandRun run = CommandRun.of(command);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).contains(says);
    assertThat(run.out()).isEmpty();
  }
}
