// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;

/** The weights of a model in a file, by layer. */
interface StoredWeights {

  /**
   * Those of a layer.
   *
   * @param names of its weights, in order
   * @throws KerasModelException where the file has others
   */
  LayerWeights of(KerasLayer layer, List<WeightName> names);
}
