// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.jobs.testbed.KillingDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Drawings, some of which end the process whose decoder an agent has changed.
 *
 * @param drawings as they are
 * @param folder of everything
 * @param agent the option of such a process
 * @param natives those that the native decoder reads, in the order of their paths
 * @param reference the rows of a run in which nothing dies
 */
record KillingPictures(
    Drawings drawings,
    Path folder,
    String agent,
    List<Path> natives,
    SortedMap<String, PredictedRow> reference) {

  /** Draws them. */
  static KillingPictures below(Path folder, int pictures, int broken) throws IOException {
    Drawings drawings = Drawings.below(folder, pictures, broken);
    String agent = KillingDecoder.option(folder);
    Path whole = folder.resolve("whole");
    assertThat(CommandRun.of(drawings.command(drawings.input(), whole)).exitCode()).isZero();
    try (Stream<Path> files = Files.walk(drawings.set().folder())) {
      List<Path> natives =
          files
              .filter(file -> file.toString().endsWith(".jpg") || file.toString().endsWith(".png"))
              .filter(file -> !file.toString().contains("broken"))
              .map(drawings.set().folder()::relativize)
              .sorted()
              .toList();
      return new KillingPictures(drawings, folder, agent, natives, PredictedRow.byName(whole));
    }
  }

  /** The drawing of a number, relative to the set's folder. */
  Path file(int number) {
    return natives.get(number);
  }

  /** A copy of the set in which some end their decoder's process. */
  Path marked(String name, List<Path> killers) throws IOException {
    Path input = folder.resolve(name);
    Path original = drawings.set().folder();
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, input.resolve(original.relativize(file).toString()));
      }
    }
    for (Path killer : killers) {
      KillingDecoder.mark(input.resolve(killer));
    }
    return input;
  }

  /** Fails unless these and no others are rows without a prediction, and all else is as ever. */
  void assertLost(List<Path> killers, Path table) throws IOException {
    SortedMap<String, PredictedRow> rows = PredictedRow.byName(table);
    assertThat(rows.keySet()).isEqualTo(reference.keySet());
    List<String> crashed =
        rows.entrySet().stream()
            .filter(row -> row.getValue().error().equals("CRASHED"))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(crashed)
        .containsExactlyInAnyOrderElementsOf(
            killers.stream().map(killer -> String.valueOf(killer.getFileName())).toList());
    rows.forEach(
        (picture, row) -> {
          if (crashed.contains(picture)) {
            assertThat(row.errorDetail())
                .matches("two attempts did not survive it, the last one on host \\S+");
          } else {
            row.assertLike(reference.getOrDefault(picture, PredictedRow.NONE));
          }
        });
  }
}
