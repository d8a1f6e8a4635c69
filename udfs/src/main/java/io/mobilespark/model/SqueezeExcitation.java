// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;

/**
 * Scales each channel by what two small layers make of all channels' means: 1x1 convolution with
 * bias and ReLU, 1x1 convolution with bias and hard sigmoid {@code relu6(x + 3) / 6}, product with
 * the input. https://arxiv.org/abs/1905.02244, section 5.3.
 *
 * @param name what Keras's names of the two convolutions begin with
 * @param channels in and out
 * @param squeezed channels between the two convolutions
 */
public record SqueezeExcitation(String name, int channels, int squeezed) implements Layer {

  /** Name of the convolution that squeezes. */
  public String squeeze() {
    return name + "_conv";
  }

  /** Name of the convolution that excites. */
  public String excite() {
    return name + "_conv_1";
  }

  @Override
  public FeatureMap output(FeatureMap input) {
    return input;
  }

  @Override
  public List<WeightSpec> weights() {
    return List.of(
        WeightSpec.of(squeeze(), "kernel", 1, 1, channels, squeezed),
        WeightSpec.of(squeeze(), "bias", squeezed),
        WeightSpec.of(excite(), "kernel", 1, 1, squeezed, channels),
        WeightSpec.of(excite(), "bias", channels));
  }

  @Override
  public long multiplyAdds(FeatureMap input) {
    return 2L * channels * squeezed;
  }
}
