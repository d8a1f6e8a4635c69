// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import io.mobilespark.MobileSparkException;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Makes records of settings from options. */
final class Settings {
  private Settings() {}

  /**
   * Settings that have checked themselves.
   *
   * @throws ParameterException with their own words when a value cannot be right: exit code 2
   */
  static <T> T checked(CommandSpec command, Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException | MobileSparkException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
