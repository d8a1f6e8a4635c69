// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.identity.InputSize;
import io.mobilespark.inference.Predictor.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Networks with real weights that {@code fine_tuned.py} trained and saved in every form: every
 * picture gets Keras's best class, and so Keras's accuracy. By hand, {@code
 * -Dmobilespark.finetuned=FOLDER}.
 */
@EnabledIfSystemProperty(named = "mobilespark.finetuned", matches = ".+")
final class FineTunedModelsTest {
  @ParameterizedTest
  @CsvSource({
    "v1-keras", "v1-h5", "v1-weights", "v1-keras2-weights", "v1-export", "v1-keras2-saved",
    "v1-keras2-tf-saved", "v2-keras", "v2-h5", "v2-weights", "v2-keras2-weights", "v2-export",
    "v2-keras2-saved", "v2-keras2-tf-saved"
  })
  void everyPictureGetsTheClassThatKerasGivesIt(String name, TestReporter reporter)
      throws IOException {
    Path folder = Path.of(System.getProperty("mobilespark.finetuned"));
    WildModel wild = WildModel.in(folder.resolve(name));
    Path architecture = wild.folder().resolve("architecture.json");
    PreparedModel model =
        wild.prepared(
            new NetworkChoice(Optional.empty(), Optional.empty(), Optional.<InputSize>empty()),
            new ModelReading(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(architecture).filter(Files::exists).map(Path::toString)));
    Scores scores = wild.scores(model, folder.resolve("pictures"));
    List<double[]> expected = wild.expected();
    int right = 0;
    double largest = 0;
    for (int row = 0; row < expected.size(); row++) {
      int best = 0;
      int wanted = 0;
      for (int i = 0; i < scores.classes(); i++) {
        double found = scores.probabilities()[row * scores.classes() + i];
        best = found > scores.probabilities()[row * scores.classes() + best] ? i : best;
        wanted = expected.get(row)[i] > expected.get(row)[wanted] ? i : wanted;
        largest = Math.max(largest, Math.abs(found - expected.get(row)[i]));
      }
      assertThat(best).as("picture %d", row).isEqualTo(wanted);
      right += best == wild.about().get("truth").get(row).asInt() ? 1 : 0;
    }
    assertThat(right).isEqualTo(wild.about().get("right").asInt());
    assertThat(largest).isLessThan(1e-4);
    reporter.publishEntry(
        name,
        String.format(
            Locale.ROOT,
            "%d of %d right, largest difference %.2e",
            right,
            expected.size(),
            largest));
  }
}
