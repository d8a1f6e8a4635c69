// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;

/**
 * Layers in a row whose output is added to their input; both have the same shape.
 *
 * @param name of the addition
 * @param body the layers, first one first
 */
public record Residual(String name, List<Layer> body) implements Layer {
  /** Takes the layers. */
  public Residual {
    body = List.copyOf(body);
  }

  @Override
  public FeatureMap output(FeatureMap input) {
    return input;
  }

  @Override
  public List<WeightSpec> weights() {
    return body.stream().flatMap(layer -> layer.weights().stream()).toList();
  }

  @Override
  public long multiplyAdds(FeatureMap input) {
    long sum = 0;
    FeatureMap map = input;
    for (Layer layer : body) {
      sum += layer.multiplyAdds(map);
      map = layer.output(map);
    }
    return sum;
  }
}
