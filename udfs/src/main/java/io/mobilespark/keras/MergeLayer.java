package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Pairwise;
import io.mobilespark.keras.Trace.Value;
import java.util.List;

/**
 * Several tensors value by value, from the first one on.
 *
 * @param mean whether their number divides what comes out
 */
record MergeLayer(Pairwise pairwise, boolean mean) implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    List<Value> inputs = site.inputs();
    Value merged = inputs.get(0);
    for (Value next : inputs.subList(1, inputs.size())) {
      merged = Merging.of(site, pairwise, merged, next);
    }
    return mean ? site.affine(merged, 1.0 / inputs.size(), 0) : merged;
  }
}
