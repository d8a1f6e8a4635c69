// SPDX-License-Identifier: Apache-2.0
import io.mobilespark.jobs.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Labels again and again in one JVM, so that all but the first run are free of start-up. Every line
 * on standard input holds a command line's arguments, cut at tabs; its exit code is printed.
 */
final class LabelRuns {
  private LabelRuns() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println("EXIT " + Main.run(line.split("\t")));
    }
  }
}
