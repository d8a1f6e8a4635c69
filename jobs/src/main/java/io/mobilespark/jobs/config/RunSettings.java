// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import java.util.List;

/**
 * What every job is asked that makes a table with a row per picture.
 *
 * @param source where the pictures come from
 * @param output where the table goes
 * @param commit how its rows get there
 */
public record RunSettings(SourceSettings source, OutputSettings output, CommitSettings commit) {
  /** Checks that they go together. */
  public RunSettings {
    if (output.overwrite() && commit.append()) {
      throw new IllegalArgumentException("--overwrite replaces and --append adds: name one");
    }
    if (commit.retryErrors() && source.columns().keepsDoubles()) {
      throw new IllegalArgumentException(
          "--retry-errors finds the row to replace by its key, which --duplicate-keys keep lets"
              + " stand in several: leave one out");
    }
  }

  /** Plain inputs, committed as usual. */
  public RunSettings(List<String> inputs, OutputSettings output) {
    this(SourceSettings.of(inputs), output, CommitSettings.DEFAULT);
  }
}
