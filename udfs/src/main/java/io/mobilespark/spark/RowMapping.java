// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.inference.InferredBatch;
import org.jspecify.annotations.Nullable;

/**
 * How rows hold pictures and take results. Used by one thread.
 *
 * @param <I> a row in
 * @param <O> a row out
 */
public interface RowMapping<I, O> {
  /** The row, or a copy where its producer will write over it. */
  I owned(I row);

  /** The row's encoded picture; not written to afterwards. */
  byte @Nullable [] content(I row);

  /**
   * The row with its results.
   *
   * @param batch what the row was inferred with
   * @param index its place there
   */
  O joined(I row, InferredBatch batch, int index);
}
