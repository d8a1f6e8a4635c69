// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolution without bias over all channels, padded to SAME, then batch norm and activation.
 *
 * @param name of the convolution
 * @param norm name of the batch norm
 * @param inputs channels in
 * @param filters channels out
 * @param kernel side of the kernel
 * @param stride steps of the kernel, 1 or 2
 * @param activation after the batch norm
 */
public record Convolution(
    String name,
    String norm,
    int inputs,
    int filters,
    int kernel,
    int stride,
    Activation activation)
    implements Layer {

  static Convolution pointwise(
      String name, String norm, int inputs, int filters, Activation activation) {
    return new Convolution(name, norm, inputs, filters, 1, 1, activation);
  }

  @Override
  public FeatureMap output(FeatureMap input) {
    return new FeatureMap(
        Padding.SAME.positions(input.height(), kernel, stride),
        Padding.SAME.positions(input.width(), kernel, stride),
        filters);
  }

  @Override
  public List<WeightSpec> weights() {
    List<WeightSpec> weights = new ArrayList<>();
    weights.add(WeightSpec.of(name, "kernel", kernel, kernel, inputs, filters));
    weights.addAll(WeightSpec.batchNorm(norm, filters));
    return weights;
  }

  @Override
  public long multiplyAdds(FeatureMap input) {
    return output(input).positions() * kernel * kernel * inputs * filters;
  }
}
