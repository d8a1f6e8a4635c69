// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.config;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.spark.preparation.ModelSettings;

/**
 * What {@code embed} is asked to do.
 *
 * @param run where pictures come from and where the table goes
 * @param model whose features; its classes and head are not used
 * @param batch where a record batch ends
 * @param halves whether features are written as half floats
 */
public record EmbedSettings(
    RunSettings run, ModelSettings model, BatchLimits batch, boolean halves) {

  /** Checks that there is a label to partition by. */
  public EmbedSettings {
    if (run.commit().partitionByLabel() && !run.source().keepLabel()) {
      throw new IllegalArgumentException(
          "--partition-by-label wants --keep-label: features have no other label");
    }
  }
}
