// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, small, and again over what an earlier one left. */
class DemoIT {
  @TempDir private Path folder;

  @Test
  void itDrawsLabelsAndShowsInAnyFolderAndTwice() throws IOException {
    Path output = Files.createDirectory(folder.resolve("my demo#1 %20"));
    for (int run = 1; run <= 2; run++) {
      CommandRun demo = CommandRun.of("demo", "--pictures", "60", "--output", output.toString());
      assertThat(demo.exitCode()).as(demo.err()).isZero();
      assertThat(demo.out()).containsPattern("(?m)^top-1 (9[5-9]\\.\\d|100\\.0) %$");
      assertThat(PredictedRow.byName(output.resolve("predictions"))).hasSize(67);
      assertThat(output.resolve("index.html")).isNotEmptyFile();
      Leftovers.assertNone(output);
    }
  }
}
