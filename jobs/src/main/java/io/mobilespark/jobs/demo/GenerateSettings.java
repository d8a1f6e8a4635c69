// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.nio.file.Path;

/**
 * What to draw.
 *
 * @param output the folder for the set; absent or empty
 * @param pictures how many, 1 to 1,000,000; the classes take turns
 * @param seed the same seed gives the same files
 * @param broken how many files that are no pictures, 0 to 1,000,000; the kinds take turns
 */
public record GenerateSettings(Path output, int pictures, long seed, int broken) {
  private static final int MOST = 1_000_000;

  /** Checks the counts. */
  public GenerateSettings {
    if (pictures < 1 || pictures > MOST) {
      throw new IllegalArgumentException("pictures must be 1 to 1000000: " + pictures);
    }
    if (broken < 0 || broken > MOST) {
      throw new IllegalArgumentException("broken must be 0 to 1000000: " + broken);
    }
  }
}
