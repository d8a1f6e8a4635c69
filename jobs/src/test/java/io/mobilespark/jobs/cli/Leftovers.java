// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.arrow.RecordBatcher;
import io.mobilespark.spark.ExecutorModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a run may not leave behind, however it ended. */
final class Leftovers {
  private Leftovers() {}

  /**
   * Fails when memory of record batches, an open model or a staging folder is left.
   *
   * @param parent of the output
   */
  static void assertNone(Path parent) throws IOException {
    assertThat(RecordBatcher.allocatedBytes()).isZero();
    assertThat(ExecutorModels.shared().open()).isZero();
    try (Stream<Path> files = Files.list(parent)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .noneMatch(name -> name.startsWith("."));
    }
  }
}
