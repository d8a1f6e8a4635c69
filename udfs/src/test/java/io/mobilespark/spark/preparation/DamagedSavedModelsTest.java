// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.MobileSparkException;
import io.mobilespark.inference.Predictor.Scores;
import io.mobilespark.testing.DamagedBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Graphs of SavedModels with bytes changed, cut off or put in twice: each labels pictures or is
 * refused in one line. {@code -Dmobilespark.damaged} says how many of each, and the slowest is
 * reported: by hand, with 500 and a heap of 1 GB, none may take 10 s.
 */
final class DamagedSavedModelsTest {
  private static final int FILES = Integer.getInteger("mobilespark.damaged", 20);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "resizing-labels", "unit-logit", "augmented-sigmoid"})
  void labelOrAreRefusedInOneLine(String name, TestReporter reporter) throws IOException {
    MadeModel model = MadeModel.unpacked(name, folder);
    Path graph = folder.resolve("saved").resolve("saved_model.pb");
    byte[] whole = Files.readAllBytes(graph);
    DamagedBytes damage = new DamagedBytes(name.hashCode());
    int refused = 0;
    long slowest = 0;
    for (int i = 0; i < FILES; i++) {
      Files.write(graph, damage.to(whole));
      long start = System.nanoTime();
      refused += isRefused(model) ? 1 : 0;
      slowest = Math.max(slowest, System.nanoTime() - start);
    }
    assertThat(refused).isBetween(1, FILES);
    reporter.publishEntry(
        name,
        String.format(
            Locale.ROOT, "%d of %d refused, slowest %d ms", refused, FILES, slowest / 1_000_000));
  }

  private static boolean isRefused(MadeModel model) {
    try {
      Scores scores = model.scores(model.prepared());
      assertThat(scores.pictures()).isPositive();
      return false;
    } catch (MobileSparkException e) {
      assertThat(Objects.requireNonNull(e.getMessage()).lines()).hasSize(1);
      return true;
    }
  }
}
