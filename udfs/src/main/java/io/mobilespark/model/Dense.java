// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;

/**
 * A product with a matrix, then bias and activation, after the pooling. V1 and V3 write it as a 1x1
 * convolution.
 *
 * @param name of the layer
 * @param inputs values in
 * @param units values out
 * @param convolutional whether Keras's kernel has the shape {@code [1, 1, inputs, units]}, not
 *     {@code [inputs, units]}
 * @param activation after the bias
 */
public record Dense(
    String name, int inputs, int units, boolean convolutional, Activation activation)
    implements Layer {

  @Override
  public FeatureMap output(FeatureMap input) {
    return new FeatureMap(1, 1, units);
  }

  @Override
  public List<WeightSpec> weights() {
    return List.of(
        convolutional
            ? WeightSpec.of(name, "kernel", 1, 1, inputs, units)
            : WeightSpec.of(name, "kernel", inputs, units),
        WeightSpec.of(name, "bias", units));
  }

  @Override
  public long multiplyAdds(FeatureMap input) {
    return (long) inputs * units;
  }
}
