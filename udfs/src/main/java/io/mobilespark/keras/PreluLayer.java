// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.List;

/** {@code max(x, 0) + alpha * min(x, 0)} with learnt slopes, which some sides may share. */
record PreluLayer(List<Integer> sharedAxes) implements LayerKind {
  static PreluLayer of(LayerConfig config) {
    return new PreluLayer(config.has("shared_axes") ? config.integers("shared_axes") : List.of());
  }

  @Override
  public List<WeightName> weights() {
    return List.of(WeightName.trained("alpha"));
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.input();
    List<Integer> shape = new ArrayList<>(input.shape().sides());
    for (int axis : sharedAxes) {
      // Keras counts from the end behind having left out the batch: its -1 is the last but one.
      int side = axis < 1 ? shape.size() + axis - 1 : axis - 1;
      if (side < 0 || side >= shape.size()) {
        throw site.config().wrong("shared_axes", "sides of " + input.shape());
      }
      shape.set(side, 1);
    }
    float[] slopes = site.weight(0, shape.toArray(new Integer[0]));
    return site.add(new Operation.Slopes(slopes, shape), input.shape(), input);
  }
}
