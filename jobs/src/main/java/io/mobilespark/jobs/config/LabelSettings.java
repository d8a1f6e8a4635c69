package io.mobilespark.jobs.config;

import io.mobilespark.arrow.BatchLimits;
import java.util.List;

/**
 * What {@code label} is asked to do.
 *
 * @param inputs folders, globs and files on any Hadoop file system, at least one
 * @param model which network, with which weights and preprocessing
 * @param batch where a record batch ends
 * @param topK classes kept per picture, 1 or more
 * @param output where the table goes
 */
public record LabelSettings(
    List<String> inputs, ModelSettings model, BatchLimits batch, int topK, OutputSettings output) {

  /** The largest encoded picture that is read; a larger one is a row with {@code TOO_LARGE}. */
  public static final long MAX_PICTURE_BYTES = 64L << 20;

  /** Checks the inputs and k. */
  public LabelSettings {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || inputs.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("--input needs at least one folder, glob or file");
    }
    if (topK < 1) {
      throw new IllegalArgumentException("--top-k is 1 or more: " + topK);
    }
  }
}
