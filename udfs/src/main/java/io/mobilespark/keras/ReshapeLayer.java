// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.List;

/** The same values in another shape, one side of which may be -1: what is left. */
record ReshapeLayer(List<Integer> target) implements LayerKind {
  static ReshapeLayer of(LayerConfig config) {
    return new ReshapeLayer(config.integers("target_shape"));
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.input();
    long known = 1;
    for (int side : target) {
      known = side == -1 ? known : Math.min(known * side, TensorShape.MOST_VALUES);
    }
    List<Integer> sides = new ArrayList<>();
    for (int side : target) {
      sides.add(side == -1 && known > 0 ? (int) (input.shape().size() / known) : side);
    }
    TensorShape shape = new TensorShape(sides);
    if (shape.size() != input.shape().size()) {
      throw site.config().wrong("target_shape", "one for " + input.shape());
    }
    return site.reshaped(input, shape);
  }
}
