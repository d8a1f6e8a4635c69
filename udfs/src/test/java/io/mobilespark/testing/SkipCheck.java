// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the tests that a module's build has skipped against {@code .ci/skips}. Where the
 * environment has {@code CI=true} a test that is not listed there, a listed one that does not exist
 * and the lack of any record fail the build; elsewhere they are only said.
 */
public final class SkipCheck {
  private final Path repository;
  private final Path records;
  private final PrintStream out;

  /**
   * A check of one module.
   *
   * @param repository the top folder
   * @param records what {@link OutcomeListener} has written of this build, and nothing else
   */
  SkipCheck(Path repository, Path records, PrintStream out) {
    this.repository = repository;
    this.records = records;
    this.out = out;
  }

  /** Arguments: the top folder, the folder of records, which are removed when they are read. */
  public static void main(String[] arguments) throws IOException {
    SkipCheck check = new SkipCheck(Path.of(arguments[0]), Path.of(arguments[1]), System.out);
    boolean held = check.run();
    if (!held && "true".equals(System.getenv("CI"))) {
      System.exit(1);
    }
  }

  /** Says what was skipped. Returns whether nothing is wrong with that. */
  boolean run() throws IOException {
    List<TestOutcome> outcomes = outcomes();
    if (outcomes.isEmpty()) {
      out.println("Skipped tests: there is no record of any test");
      return false;
    }
    SkipList list = SkipList.read(repository.resolve(".ci/skips"));
    List<TestOutcome> unlisted = list.unlisted(outcomes);
    List<SkipList.Entry> unknown = list.unknown(sources());
    outcomes.stream()
        .filter(outcome -> outcome.skipped() && !unlisted.contains(outcome))
        .distinct()
        .forEach(outcome -> say("on the list", outcome.test(), outcome.reason()));
    list.needless(outcomes).forEach(entry -> say("LISTED BUT RUN", entry.test(), entry.reason()));
    unlisted.forEach(outcome -> say("NOT LISTED", outcome.test(), outcome.reason()));
    unknown.forEach(entry -> say("NO SUCH TEST", entry.test(), entry.reason()));
    out.println(
        "Skipped tests: "
            + outcomes.stream().filter(TestOutcome::skipped).count()
            + " of "
            + outcomes.size()
            + ", "
            + unlisted.size()
            + " of them not listed in .ci/skips, which names "
            + unknown.size()
            + " that do not exist");
    return unlisted.isEmpty() && unknown.isEmpty();
  }

  private void say(String what, String test, String reason) {
    out.println("Skipped tests: " + what + ": " + test + " (" + reason + ")");
  }

  private List<TestOutcome> outcomes() throws IOException {
    List<TestOutcome> outcomes = new ArrayList<>();
    if (Files.isDirectory(records)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(records)) {
        for (Path file : files) {
          outcomes.addAll(TestOutcome.read(file));
          Files.delete(file);
        }
      }
    }
    return outcomes;
  }

  private List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(repository, Files::isDirectory)) {
      for (Path module : modules) {
        sources.add(module.resolve("src/test/java"));
      }
    }
    return sources;
  }
}
