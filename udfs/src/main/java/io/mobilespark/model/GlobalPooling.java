// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;

/**
 * The mean of each channel over all positions.
 *
 * @param name of the layer
 */
public record GlobalPooling(String name) implements Layer {

  @Override
  public FeatureMap output(FeatureMap input) {
    return new FeatureMap(1, 1, input.channels());
  }

  @Override
  public List<WeightSpec> weights() {
    return List.of();
  }

  @Override
  public long multiplyAdds(FeatureMap input) {
    return 0;
  }
}
