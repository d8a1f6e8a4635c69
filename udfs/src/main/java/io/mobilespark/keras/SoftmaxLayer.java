// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.List;

/** Probabilities along the last side. */
record SoftmaxLayer() implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    return site.add(new Operation.Softmax(), along(site).shape(), along(site));
  }

  /** The tensor that goes in, whose last side a layer must be along. */
  static Value along(LayerSite site) {
    Value input = site.input();
    List<Integer> axes = site.integers(1, "axis");
    if (axes.size() > 1 || (!axes.isEmpty() && !input.shape().isLast(axes.get(0)))) {
      throw site.refused("is along axis " + axes + ", wanted the last");
    }
    return input;
  }
}
