// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolution of each channel by itself, without bias, then batch norm and activation.
 *
 * @param name of the convolution
 * @param norm name of the batch norm
 * @param channels in and out
 * @param kernel side of the kernel
 * @param stride steps of the kernel, 1 or 2
 * @param padding zeros around the input
 * @param activation after the batch norm
 */
public record DepthwiseConvolution(
    String name,
    String norm,
    int channels,
    int kernel,
    int stride,
    Padding padding,
    Activation activation)
    implements Layer {

  @Override
  public FeatureMap output(FeatureMap input) {
    return new FeatureMap(
        padding.positions(input.height(), kernel, stride),
        padding.positions(input.width(), kernel, stride),
        channels);
  }

  @Override
  public List<WeightSpec> weights() {
    List<WeightSpec> weights = new ArrayList<>();
    weights.add(WeightSpec.of(name, "depthwise_kernel", kernel, kernel, channels, 1));
    weights.addAll(WeightSpec.batchNorm(norm, channels));
    return weights;
  }

  @Override
  public long multiplyAdds(FeatureMap input) {
    return output(input).positions() * kernel * kernel * channels;
  }
}
