// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command did, as the shell sees it: its exit code and what it printed. */
record CommandRun(int exitCode, String out, String err) {
  /** Runs a command in this JVM. */
  static CommandRun of(List<String> arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try (PrintStream newOut = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
        PrintStream newErr = new PrintStream(errBytes, true, StandardCharsets.UTF_8)) {
      System.setOut(newOut);
      System.setErr(newErr);
      int exitCode = Main.run(arguments.toArray(String[]::new));
      return new CommandRun(
          exitCode,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  static CommandRun of(String... arguments) {
    return of(List.of(arguments));
  }

  /** The lines that the command itself wrote to standard error, without their beginning. */
  List<String> complaints() {
    return err.lines()
        .filter(line -> line.startsWith("mobilespark: "))
        .map(line -> line.substring("mobilespark: ".length()))
        .toList();
  }

  /** Whether a stack trace was printed. */
  boolean hasStackTrace() {
    return err.lines().anyMatch(line -> line.startsWith("\tat "));
  }
}
