// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import java.util.Arrays;
import java.util.Locale;

/**
 * Pooled features of a batch.
 *
 * @param pictures rows
 * @param width columns
 * @param values pictures x width, rows first
 */
public record Features(int pictures, int width, float[] values) {
  static final Features NONE = new Features(0, 0, new float[0]);

  /** Checks that there is one row per picture. */
  public Features {
    if (values.length != Math.multiplyExact(pictures, width)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%d pictures of %d features make %d values: found %d",
              pictures,
              width,
              pictures * width,
              values.length));
    }
  }

  /** A copy of one picture's features. */
  public float[] row(int picture) {
    return Arrays.copyOfRange(values, picture * width, (picture + 1) * width);
  }
}
