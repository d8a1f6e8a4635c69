// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * Which of a table's runs to take: a model with a preset.
 *
 * @param model the value of its column {@code model}; empty for any
 * @param preset the value of its column {@code preset}; empty for any
 * @param suffix of the options that name them: {@code -a} for {@code --only-model-a}
 */
public record RunChoice(Optional<String> model, Optional<String> preset, String suffix) {

  /** The only run that a table has. */
  public static RunChoice only() {
    return new RunChoice(Optional.empty(), Optional.empty(), "");
  }

  /** Whether rows of this model and preset are meant. */
  boolean takes(String ofModel, String ofPreset) {
    return model.filter(wanted -> !wanted.equals(ofModel)).isEmpty()
        && preset.filter(wanted -> !wanted.equals(ofPreset)).isEmpty();
  }

  /** What to say where a table has no such rows. */
  String notThere() {
    return "not of "
        + model.orElse("any model")
        + preset.map(wanted -> " with " + wanted).orElse("");
  }

  /**
   * What to do where several runs are meant.
   *
   * @param meant rows of model and preset
   */
  String wanted(List<Row> meant) {
    boolean models = meant.stream().map(run -> run.getString(0)).distinct().count() > 1;
    boolean presets = meant.stream().map(run -> run.getString(1)).distinct().count() > 1;
    String byModel = "--only-model" + suffix;
    String byPreset = "--only-preset" + suffix;
    boolean both =
        models
            && presets
            && meant.stream().map(run -> run.getString(0)).distinct().count() < meant.size();
    return "name one with " + (both ? byModel + " and " + byPreset : models ? byModel : byPreset);
  }
}
