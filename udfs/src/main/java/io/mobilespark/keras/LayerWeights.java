// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;

/** The stored weights of one layer. */
interface LayerWeights {

  /** The shape of the weight at a place. */
  List<Integer> shape(int index);

  /**
   * Its values, row by row.
   *
   * @throws KerasModelException where the stored tensor has another shape, or values that are not
   *     finite
   */
  float[] values(int index, List<Integer> shape);
}
