// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
public record LowLayers(String from, String until) implements Serializable {
  /** Of a network that is too short to have any. */
  public static final LowLayers NONE = new LowLayers("", "");

  /** Those of a network. */
  public static LowLayers of(Network network) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      layers.addAll(layer instanceof Residual residual ? residual.body() : List.of(layer));
    }
    List<Layer> behindFirstBlock =
        layers.stream()
            .dropWhile(layer -> !(layer instanceof DepthwiseConvolution))
            .dropWhile(layer -> !(layer instanceof Convolution))
            .skip(1)
            .toList();
    Optional<Layer> pooling =
        behindFirstBlock.stream().filter(layer -> layer instanceof GlobalPooling).findFirst();
    return pooling
        .map(until -> new LowLayers(behindFirstBlock.get(0).name(), until.name()))
        .orElse(NONE);
  }
}
