// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What became of a test.
 *
 * @param test its class, or {@code class#method}
 * @param skipped whether it was disabled or gave up by an assumption; else it ran to an end
 * @param reason why it was skipped, in one line
 */
record TestOutcome(String test, boolean skipped, String reason) {
  private static final String SKIPPED = "skipped";
  private static final String RAN = "ran";

  TestOutcome {
    reason = reason.strip().replaceAll("\\s+", " ");
  }

  String line() {
    return String.join("\t", skipped ? SKIPPED : RAN, test, reason);
  }

  /** The outcomes that a file lists. */
  static List<TestOutcome> read(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8).stream().map(TestOutcome::of).toList();
  }

  private static TestOutcome of(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != 3) {
      throw new IllegalArgumentException("No outcome of a test: " + line);
    }
    return new TestOutcome(columns[1], columns[0].equals(SKIPPED), columns[2]);
  }
}
