// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.Locale;

/**
 * Rows of pooled features with their classes. The arrays may be longer than the rows need and may
 * be filled anew for the next batch.
 *
 * @param rows how many, 1 or more
 * @param features {@code rows x width}, row by row
 * @param classes index per row
 */
@SuppressWarnings("ArrayRecordComponent") // reused from batch to batch, compared nowhere
public record FeatureBatch(int rows, float[] features, int[] classes) {
  /** Checks that both arrays can hold the rows. */
  public FeatureBatch {
    if (rows < 1 || classes.length < rows || features.length < rows) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows, %d classes, %d features",
              rows,
              classes.length,
              features.length));
    }
  }
}
