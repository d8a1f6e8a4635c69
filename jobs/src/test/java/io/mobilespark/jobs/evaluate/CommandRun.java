// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import io.mobilespark.jobs.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A command's run in this JVM.
 *
 * @param exit its code
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int exit, String out, String err) {

  /** Runs a command on two cores. */
  static CommandRun of(Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      int exit =
          Main.run(
              Stream.concat(Arrays.stream(arguments), Stream.of("--master", "local[2]"))
                  .map(Object::toString)
                  .toArray(String[]::new));
      return new CommandRun(
          exit,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The only line that tells of a failure. */
  String failure() {
    return err.lines()
        .filter(line -> line.startsWith("mobilespark: "))
        .reduce((a, b) -> a + "\n" + b)
        .orElse("");
  }
}
