package io.mobilespark.jobs.config;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.spark.preparation.ModelSettings;
import java.util.List;

/**
 * What {@code embed} is asked to do.
 *
 * @param inputs folders, globs and files on any Hadoop file system, at least one
 * @param model whose features; its classes and head are not used
 * @param batch where a record batch ends
 * @param halves whether features are written as half floats
 * @param output where the table goes
 */
public record EmbedSettings(
    List<String> inputs,
    ModelSettings model,
    BatchLimits batch,
    boolean halves,
    OutputSettings output) {

  /** Checks the inputs. */
  public EmbedSettings {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || inputs.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("--input needs at least one folder, glob or file");
    }
  }
}
