// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import io.mobilespark.jobs.config.LabelSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is measured.
 *
 * @param label the whole run from files; its output is overwritten by every repetition
 * @param parquet whether to pack the pictures into Parquet, and to label from there too
 * @param stored the same pictures on a store; empty where only files are read
 * @param repetitions whole runs of each source, 1 or more
 * @param corePrice of a core for an hour, in any currency
 * @param output folder for the report and for what runs need
 */
public record BenchmarkSettings(
    LabelSettings label,
    boolean parquet,
    List<String> stored,
    int repetitions,
    OptionalDouble corePrice,
    Path output) {

  /** Checks the numbers. */
  public BenchmarkSettings {
    stored = List.copyOf(stored);
    if (repetitions < 1) {
      throw new IllegalArgumentException("--repetitions is 1 or more: " + repetitions);
    }
    if (corePrice.isPresent() && !(corePrice.getAsDouble() >= 0)) {
      throw new IllegalArgumentException("--core-price is 0 or more: " + corePrice.getAsDouble());
    }
    if (label.models().size() != 1) {
      throw new IllegalArgumentException("One model is measured, not " + label.models().size());
    }
  }
}
