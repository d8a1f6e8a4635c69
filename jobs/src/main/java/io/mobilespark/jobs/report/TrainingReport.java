// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a head was trained.
 *
 * @param output its folder
 * @param facts base and settings by name
 * @param classes in order, with all their rows
 * @param trainingRows learnt from
 * @param validationRows held out
 * @param epochs all of them, also those before a run was resumed
 * @param best the one whose weights were kept
 */
public record TrainingReport(
    String output,
    Map<String, String> facts,
    List<ClassRows> classes,
    long trainingRows,
    long validationRows,
    List<EpochFigures> epochs,
    EpochFigures best) {

  /**
   * A class.
   *
   * @param rows learnt from and held out
   */
  public record ClassRows(String label, long rows) {}

  /** Copies the collections. */
  public TrainingReport {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    classes = List.copyOf(classes);
    epochs = List.copyOf(epochs);
  }

  /** {@code training.json}. */
  public String json() {
    JsonText settings = new JsonText();
    facts.forEach((name, value) -> settings.put(name.replace(' ', '_'), value));
    return new JsonText()
        .put("settings", settings)
        .put(
            "classes",
            classes.stream()
                .map(each -> new JsonText().put("label", each.label()).put("rows", each.rows()))
                .toList())
        .put("training_rows", trainingRows)
        .put("validation_rows", validationRows)
        .put("best_epoch", best.epoch())
        .put("validation_accuracy", best.validationAccuracy())
        .put("epochs", epochs.stream().map(TrainingReport::json).toList())
        .toString();
  }

  private static JsonText json(EpochFigures epoch) {
    return new JsonText()
        .put("epoch", epoch.epoch())
        .put("loss", epoch.loss())
        .put("accuracy", epoch.accuracy())
        .put("validation_loss", epoch.validationLoss())
        .put("validation_accuracy", epoch.validationAccuracy())
        .put("seconds", epoch.seconds());
  }

  /** Lines for a terminal. */
  public String text() {
    return line("Pictures    %,d to learn from, %,d held out", trainingRows, validationRows)
        + line("Classes     %,d", classes.size())
        + line("Epochs      %d, the best is epoch %d", epochs.size(), best.epoch())
        + line(
            "Held out    %.2f %% right, loss %.4f",
            100 * best.validationAccuracy(), best.validationLoss())
        + line("Head        %s", output);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format + "%n", values);
  }
}
