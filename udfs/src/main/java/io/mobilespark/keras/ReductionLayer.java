// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Kind;
import io.mobilespark.keras.Trace.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The mean or the maximum over rows and columns, as an operation on a tensor. */
record ReductionLayer(Kind of) implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    List<Integer> axes = site.integers(1, "axis");
    int rank = input.shape().rank() + 1;
    Set<Integer> sides =
        axes.stream().map(axis -> axis < 0 ? axis + rank : axis).collect(Collectors.toSet());
    if (!sides.equals(Set.of(1, 2)) || site.config().has("initial")) {
      throw site.refused("is along axes " + axes + ", wanted rows and columns");
    }
    int channels = input.shape().channels();
    Value reduced = site.add(new Operation.Global(of), TensorShape.of(1, 1, channels), input);
    return site.flag("keepdims") ? reduced : site.reshaped(reduced, TensorShape.of(channels));
  }
}
