// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
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
  void picturesOfHuggingFaceAreKeyedByTheirPaths() throws IOException {
    SortedMap<String, PredictedRow> rows = rows("hf-parquet", "--keep-label");
    assertThat(told(rows))
        .containsExactly(
            "ILSVRC2012_val_00000001.JPEG 160x120 '0' ",
            "ILSVRC2012_val_00000002.JPEG 160x120 '1' ",
            "ILSVRC2012_val_00000003.JPEG 160x120 '2' ",
            "ILSVRC2012_val_00000004.JPEG 160x120 '3' ");
  }

  @Test
  void columnsAreFoundWhateverTheirCase() throws IOException {
    assertThat(told(rows("tables/caps.parquet"))).containsExactly("a.jpg 160x120 '' ");
  }

  @Test
  void aRowWithoutAKeyHasAReason() throws IOException {
    CommandRun run = run("tables/null-key.parquet", "--max-rejected", "100%");
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(output("tables/null-key.parquet"));
    assertThat(rows.values())
        .as(run.err())
        .extracting(PredictedRow::error)
        .containsExactly("NO_KEY");
  }

  @Test
  void partitionsAreColumnsAndTheirTextsStay() throws IOException {
    assertThat(told(rows("hive/table", "--label-column", "label", "--keep-label")))
        .containsExactly("007-1.jpg 160x120 '007' ", "cat-1.jpg 160x120 'cat' ");
  }

  @Test
  void aKeyThatStandsTwiceIsNamedBeforeAnythingIsInferred() {
    CommandRun run = run("tables/dup-keys.parquet");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints())
        .singleElement()
        .asString()
        .contains("keys more than once", "a.jpg");
    assertThat(output("tables/dup-keys.parquet")).doesNotExist();
  }

  @Test
  void aTableOfDeltaIsNotTakenForPlainParquet() {
    CommandRun run = run("stale-delta");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.complaints()).singleElement().asString().contains("--table-format delta");
    assertThat(Files.exists(output("stale-delta"))).isFalse();
  }

  /** Key, size, label and error of each row. */
  private static List<String> told(SortedMap<String, PredictedRow> rows) {
    List<String> told = new ArrayList<>();
    rows.forEach(
        (key, row) ->
            told.add(
                String.join(
                    " ",
                    key,
                    row.width() + "x" + row.height(),
                    "'" + row.sourceLabel() + "'",
                    row.error())));
    return told;
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
