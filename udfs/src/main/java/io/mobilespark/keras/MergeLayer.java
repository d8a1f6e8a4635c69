// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Pairwise;
import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Several tensors value by value, from the first one on; those of fewer sides count as having sides
 * of 1 before theirs.
 *
 * @param mean whether their number divides what comes out
 */
record MergeLayer(Pairwise pairwise, boolean mean) implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    int rank = site.inputs().stream().mapToInt(each -> each.shape().rank()).max().orElseThrow();
    List<Value> inputs = site.inputs().stream().map(each -> widened(site, each, rank)).toList();
    Value merged = inputs.get(0);
    for (Value next : inputs.subList(1, inputs.size())) {
      merged = Merging.of(site, pairwise, merged, next);
    }
    return mean ? site.affine(merged, 1.0 / inputs.size(), 0) : merged;
  }

  private static Value widened(LayerSite site, Value input, int rank) {
    List<Integer> sides = new ArrayList<>(input.shape().sides());
    while (sides.size() < rank) {
      sides.add(0, 1);
    }
    return site.reshaped(input, new TensorShape(sides));
  }
}
