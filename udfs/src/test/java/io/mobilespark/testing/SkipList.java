// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tests that may be skipped. A line is a class or {@code class#method}, then the reason; an
 * empty line and one that begins with {@code #} say nothing.
 */
record SkipList(List<Entry> entries) {

  /** A test, or all tests of a class, and why it may be skipped. */
  record Entry(String test, String reason) {
    Entry {
      if (reason.isBlank()) {
        throw new IllegalArgumentException("'" + test + "' may be skipped without a reason");
      }
    }

    boolean covers(String other) {
      return other.equals(test) || (!test.contains("#") && other.startsWith(test + "#"));
    }
  }

  SkipList {
    Set<String> distinct = entries.stream().map(Entry::test).collect(Collectors.toSet());
    if (distinct.size() < entries.size()) {
      throw new IllegalArgumentException("A test stands twice among " + entries);
    }
  }

  static SkipList read(Path file) throws IOException {
    return of(Files.readAllLines(file, StandardCharsets.UTF_8));
  }

  static SkipList of(List<String> lines) {
    return new SkipList(
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(line -> line.split("\\s+", 2))
            .map(columns -> new Entry(columns[0], columns.length < 2 ? "" : columns[1]))
            .toList());
  }

  /** Those that were skipped and may not be. */
  List<TestOutcome> unlisted(List<TestOutcome> outcomes) {
    return outcomes.stream()
        .filter(TestOutcome::skipped)
        .filter(outcome -> entries.stream().noneMatch(entry -> entry.covers(outcome.test())))
        .distinct()
        .toList();
  }

  /** Those that may be skipped and ran, all of them. */
  List<Entry> needless(List<TestOutcome> outcomes) {
    return entries.stream()
        .filter(
            entry -> {
              List<TestOutcome> covered =
                  outcomes.stream().filter(outcome -> entry.covers(outcome.test())).toList();
              return !covered.isEmpty() && covered.stream().noneMatch(TestOutcome::skipped);
            })
        .toList();
  }

  /**
   * Those that name no test.
   *
   * @param roots folders of test sources
   */
  List<Entry> unknown(List<Path> roots) throws IOException {
    List<Entry> unknown = new ArrayList<>();
    for (Entry entry : entries) {
      if (!isKnown(entry, roots)) {
        unknown.add(entry);
      }
    }
    return unknown;
  }

  private static boolean isKnown(Entry entry, List<Path> roots) throws IOException {
    String[] parts = entry.test().split("#", 2);
    String source = parts[0].replaceFirst("\\$.*", "").replace('.', '/') + ".java";
    for (Path root : roots) {
      Path file = root.resolve(source);
      if (Files.isRegularFile(file)) {
        return parts.length < 2 || Files.readString(file).contains(" " + parts[1] + "(");
      }
    }
    return false;
  }
}
