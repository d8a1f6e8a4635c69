// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.labels.ClassList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with rows of several models and presets. */
final class PresetsIT {
  @TempDir Path folder;
  private Path table = Path.of("");
  private Path truth = Path.of("");

  @BeforeEach
  void tableAndTruth() throws IOException {
    table = folder.resolve("table");
    truth = Files.writeString(folder.resolve("truth.txt"), "one n01440764\n");
    new TestTable(ClassList.imagenet())
        .model("first")
        .preset("squash")
        .classified("one.jpg", 0)
        .preset("keras-table")
        .classified("one.jpg", 1)
        .model("second")
        .classified("one.jpg", 0)
        .write(table);
  }

  @Test
  void thePresetIsNamedWhereTheTableHasSeveral() {
    assertThat(evaluate("--only-model", "first").failure())
        .contains(
            "first with keras-table, first with squash, second with keras-table: name one with"
                + " --only-preset");
    assertThat(evaluate().failure()).endsWith("name one with --only-model and --only-preset");
    assertThat(evaluate("--only-preset", "keras-table").failure())
        .endsWith("name one with --only-model");
    assertThat(evaluate("--only-preset", "timm").failure()).endsWith("not of any model with timm");
    assertThat(evaluate("--only-model", "second", "--only-preset", "squash").failure())
        .endsWith("not of second with squash");
    CommandRun right = evaluate("--only-model", "first", "--only-preset", "squash");
    assertThat(right.failure()).isEmpty();
    assertThat(right.out()).contains("Top-1       100.00 %", "Preset      squash");
    assertThat(
            evaluate("--only-model", "first", "--only-preset", "keras-table", "--overwrite").out())
        .contains("Top-1       0.00 %", "Preset      keras-table");
  }

  @Test
  void presetsOfOneTableAreCompared() {
    assertThat(compare("--only-model-a", "first", "--only-model-b", "second").failure())
        .endsWith("name one with --only-preset-a");
    CommandRun run =
        compare(
            "--only-model-a",
            "first",
            "--only-preset-a",
            "squash",
            "--only-model-b",
            "first",
            "--only-preset-b",
            "keras-table");
    assertThat(run.failure()).isEmpty();
    assertThat(run.out())
        .contains("preset squash: top-1 100.00 %", "preset keras-table: top-1 0.00 %");
  }

  private CommandRun evaluate(Object... more) {
    return run(
        more,
        "evaluate",
        "--predictions",
        table,
        "--truth",
        truth,
        "--report",
        folder.resolve("report"));
  }

  private CommandRun compare(Object... more) {
    return run(more, "compare", "--a", table, "--b", table, "--truth", truth);
  }

  private static CommandRun run(Object[] more, Object... usual) {
    Object[] all = new Object[usual.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return CommandRun.of(all);
  }
}
