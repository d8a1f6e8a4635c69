// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.preprocess;

import io.mobilespark.identity.InputSize;
import io.mobilespark.image.Preset;
import java.util.List;

/**
 * What to preprocess, and how.
 *
 * @param inputs folders, globs and files
 * @param preset the preprocessing
 * @param resolution height and width of the result in pixels, up to {@link #MOST_PIXELS} a side
 * @param output folder for the arrays, created where absent; files of the same names are replaced
 */
public record PreprocessSettings(
    List<String> inputs, Preset preset, InputSize resolution, String output) {
  /** The largest side: an array of 192 MiB. */
  public static final int MOST_PIXELS = 4096;

  /** Checks each. */
  public PreprocessSettings {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to preprocess");
    }
    if (Math.max(resolution.height(), resolution.width()) > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "--resolution is from 1 to " + MOST_PIXELS + " a side: " + resolution);
    }
    if (output.isBlank()) {
      throw new IllegalArgumentException("--output is empty");
    }
  }
}
