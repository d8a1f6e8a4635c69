// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reference files that lie beside the repository, not in it: pictures, weights, golden results. A
 * test that needs one which is absent is skipped and says so.
 */
public final class SharedFiles {
  private SharedFiles() {}

  /** The file or folder at a path below {@code shared}; skips the test where it is absent. */
  public static Path require(String relative) {
    Path path = root().resolve(relative);
    assumeTrue(Files.exists(path), () -> "SKIPPED, no reference files here: shared/" + relative);
    return path;
  }

  private static Path root() {
    return Path.of(System.getProperty("mobilespark.shared", "../../shared"))
        .toAbsolutePath()
        .normalize();
  }
}
