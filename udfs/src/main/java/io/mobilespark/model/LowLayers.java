package io.mobilespark.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a network that may compute in 16 bits: those behind its first block, up to the
 * pooling. That block's depthwise kernel spans several orders of magnitude, and rounding it costs
 * most of what rounding costs: with it in float32, V2's logits move a quarter as far (root of the
 * mean square 0.055 for 0.208). V3-Small's move by 0.084, and would by 0.048 with two blocks, which
 * takes 4 % more time.
 *
 * @param from name of the first of them
 * @param until name of the first layer behind them
 */
record LowLayers(String from, String until) {
  static LowLayers of(Network network) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      layers.addAll(layer instanceof Residual residual ? residual.body() : List.of(layer));
    }
    int next = 0;
    while (!(layers.get(next) instanceof DepthwiseConvolution)) {
      next++;
    }
    while (!(layers.get(next) instanceof Convolution)) {
      next++;
    }
    next++;
    String until =
        layers.stream()
            .filter(layer -> layer instanceof GlobalPooling)
            .findFirst()
            .orElseThrow()
            .name();
    return new LowLayers(layers.get(next).name(), until);
  }
}
