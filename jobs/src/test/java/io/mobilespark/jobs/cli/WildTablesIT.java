// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as people have them are read, or refused in one line. */
class WildTablesIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @BeforeAll
  static void draw() {
    drawings = Drawings.below(folder, 6, 0);
  }

  @Test
  void tablesAreReadWithoutAnOption() throws IOException {
    SortedMap<String, PredictedRow> pictures = rows("hf-parquet");
    assertThat(pictures).hasSize(4).allSatisfy((key, row) -> assertThat(row.error()).isEmpty());
    assertThat(rows("tables/caps.parquet"))
        .isNotEmpty()
        .allSatisfy((key, row) -> assertThat(row.error()).isEmpty());
    assertThat(rows("tables/null-key.parquet", "--max-rejected", "100%").values())
        .extracting(PredictedRow::error)
        .contains("NO_KEY");
    assertThat(rows("hive/table", "--label-column", "label", "--keep-label")).isNotEmpty();
  }

  @Test
  void othersAreRefusedInOneLine() {
    assertThat(run("tables/dup-keys.parquet").complaints())
        .singleElement()
        .asString()
        .contains("keys more than once");
    assertThat(run("stale-delta").complaints())
        .singleElement()
        .asString()
        .contains("--table-format delta");
  }

  private static SortedMap<String, PredictedRow> rows(String input, String... options)
      throws IOException {
    CommandRun run = run(input, options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return PredictedRow.byName(output(input));
  }

  private static CommandRun run(String input, String... options) {
    Path shared = SharedFiles.require("wild/" + input);
    List<String> command =
        new ArrayList<>(drawings.command(shared.toString(), output(input), options));
    return CommandRun.of(command);
  }

  private static Path output(String input) {
    return folder.resolve(input.replace('/', '-'));
  }
}
