// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.sizing;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.image.ImageLimits;
import io.mobilespark.model.ModelSpec;
import io.mobilespark.storage.PrefetchLimits;
import java.util.List;

/**
 * What an executor is going to do.
 *
 * @param cores tasks at a time, 1 to 1024
 * @param models that label every picture; at least one
 * @param batch where a record batch ends
 * @param prefetch how far reading runs ahead
 * @param pictures the largest that are expected
 */
public record SizingSettings(
    int cores,
    List<ModelSpec> models,
    BatchLimits batch,
    PrefetchLimits prefetch,
    ImageLimits pictures) {
  private static final int MOST_CORES = 1024;

  /** Checks cores and models. */
  public SizingSettings {
    models = List.copyOf(models);
    if (cores < 1 || cores > MOST_CORES) {
      throw new IllegalArgumentException(
          "Cores of an executor are 1 to " + MOST_CORES + ": " + cores);
    }
    if (models.isEmpty()) {
      throw new IllegalArgumentException("--model needs at least one network");
    }
  }
}
