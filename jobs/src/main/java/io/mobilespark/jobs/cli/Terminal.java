// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

/** Whether standard error is a terminal; the launcher knows, the JVM cannot ask. */
final class Terminal {
  private Terminal() {}

  static boolean isPresent() {
    return Boolean.getBoolean("mobilespark.terminal");
  }
}
