// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: a script by which bash and zsh complete commands, options and values. */
@Command(
    name = "completion",
    description = "Print a script for bash and zsh: source <(jobs/mobilespark completion)",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().getOut().print(script());
    spec.commandLine().getOut().flush();
  }

  /** Picocli numbers arrays in the default locale's digits, which are none to a shell. */
  private String script() {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    try {
      return AutoComplete.bash(spec.root().name(), spec.root().commandLine());
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }
}
