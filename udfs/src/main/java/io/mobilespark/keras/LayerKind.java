// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.List;

/** What a class of layers does in inference, with the settings of one of them. */
@FunctionalInterface
interface LayerKind {

  /** Its weights in the order in which it makes them. */
  default List<WeightName> weights() {
    return List.of();
  }

  /** Adds what it computes to a trace. */
  Value trace(LayerSite site);
}
