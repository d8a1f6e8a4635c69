// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.spark.sql.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference says what the code says; {@code -Dmobilespark.reference=write} writes it anew. */
class ReferenceTest {
  private static final Path FILE = Path.of("..", "conf", "reference.md");

  @Test
  void isThatOfTheCode() throws IOException {
    String wanted = Reference.text();
    if (System.getProperty("mobilespark.reference", "").equals("write")) {
      Files.writeString(FILE, wanted);
    }
    assertThat(Files.readString(FILE)).isEqualTo(wanted);
  }

  @Test
  void hasEveryCommandOptionDefaultAndKey() {
    List<String> lines = Reference.text().lines().toList();
    assertThat(lines)
        .contains(
            "## label",
            "## models fetch",
            "## train",
            "| `--overwrite` |  | Replace the folder once the run has succeeded |")
        .contains("| `--top-k K` | 5 | Classes kept per picture |")
        .contains("| `spark.mobilespark.top_k` | `5` | Classes kept per picture |")
        .anyMatch(line -> line.startsWith("| `--weights FILE` | needed |"))
        .anyMatch(line -> line.startsWith("| `--input URI…` | needed |"))
        .anyMatch(
            line ->
                line.startsWith(
                    "| `--max-errors N\\|P%` | 1%, of lists of nothing but web addresses any |"))
        .noneMatch(line -> line.contains("${") || line.contains("| null |"));
    assertThat(lines.stream().filter(line -> line.startsWith("| `" + Setting.PREFIX)))
        .hasSize(Setting.values().length);
    assertThat(lines).noneMatch(line -> line.startsWith("|") && line.endsWith("|  |"));
  }
}
