// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.List;

/** Tensors behind each other along a side. */
record ConcatenateLayer(int axis) implements LayerKind {
  static ConcatenateLayer of(LayerConfig config) {
    return new ConcatenateLayer(config.has("axis") ? config.integers("axis").get(0) : -1);
  }

  @Override
  public Value trace(LayerSite site) {
    List<Value> inputs = site.inputs();
    TensorShape first = inputs.get(0).shape();
    int side = axis < 0 ? first.rank() + axis : axis - 1;
    if (side < 0 || side >= first.rank()) {
      throw site.config().wrong("axis", "a side of " + first);
    }
    List<Integer> sides = new ArrayList<>(first.sides());
    for (Value next : inputs.subList(1, inputs.size())) {
      List<Integer> others = new ArrayList<>(next.shape().sides());
      if (others.size() != sides.size()) {
        throw site.refused("joins " + first + " and " + next.shape());
      }
      int added = others.set(side, sides.get(side));
      if (!others.equals(sides)) {
        throw site.refused("joins " + first + " and " + next.shape());
      }
      sides.set(side, new TensorShape(List.of(sides.get(side))).size() + added);
    }
    return inputs.size() == 1
        ? inputs.get(0)
        : site.add(new Operation.Concatenation(side), new TensorShape(sides), inputs);
  }
}
