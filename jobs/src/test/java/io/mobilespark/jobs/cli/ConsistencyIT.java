// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** n pictures in, n rows out, the same ones, however the work is cut. */
class ConsistencyIT {
  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Drawings drawings;

  @SuppressWarnings("NullAway.Init")
  private static SortedMap<String, PredictedRow> reference;

  @BeforeAll
  static void label() throws IOException {
    drawings = Drawings.below(folder, 90, 7);
    reference = run("reference", "--master", "local[1]", "--batch-rows", "1");
    assertThat(reference).hasSize(drawings.files());
  }

  @Test
  void batchesOfAnySizeInRowsAndBytes() throws IOException {
    assertSame(run("rows", "--master", "local[4]", "--batch-rows", "64"));
    assertSame(run("bytes", "--batch-rows", "64", "--batch-bytes", "65536"));
  }

  @Test
  void anyNumberOfSplits() throws IOException {
    assertSame(run("splits", "--batch-rows", "7", "--conf", "spark.default.parallelism=40"));
  }

  private static void assertSame(SortedMap<String, PredictedRow> rows) {
    assertThat(rows.keySet()).isEqualTo(reference.keySet());
    rows.forEach((name, row) -> row.assertLike(reference.getOrDefault(name, row)));
  }

  private static SortedMap<String, PredictedRow> run(String name, String... options)
      throws IOException {
    Path output = folder.resolve(name);
    List<String> command = drawings.command(drawings.input(), output, options);
    assertThat(CommandRun.of(command).exitCode()).isZero();
    return PredictedRow.byName(output);
  }
}
