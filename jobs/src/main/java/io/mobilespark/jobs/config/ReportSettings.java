// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

/**
 * Where a report goes.
 *
 * @param uri a folder that the run makes, on any Hadoop file system
 * @param overwrite whether a folder that is there is replaced, once the run has succeeded
 */
public record ReportSettings(String uri, boolean overwrite) {
  /** Checks the folder. */
  public ReportSettings {
    if (uri.isBlank()) {
      throw new IllegalArgumentException("--report needs a folder");
    }
  }
}
