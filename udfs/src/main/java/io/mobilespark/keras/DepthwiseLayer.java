// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.List;

/** A convolution of each channel by itself, bias, activation. */
record DepthwiseLayer(
    int multiplier, List<Integer> size, Window window, boolean bias, ActivationFunction activation)
    implements LayerKind {

  static DepthwiseLayer of(LayerConfig config) {
    config.requireChannelsLast();
    Window window = Window.of(config);
    window.requireDepthwise(config);
    return new DepthwiseLayer(
        config.has("depth_multiplier") ? config.count("depth_multiplier") : 1,
        config.pair("kernel_size", 1),
        window,
        config.flag("use_bias", true),
        ActivationFunction.of(config));
  }

  @Override
  public List<WeightName> weights() {
    return WeightName.kernels(bias, "depthwise_kernel");
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    int channels = input.shape().channels();
    int outputs = Math.multiplyExact(channels, multiplier);
    float[] kernel = site.weight(0, size.get(0), size.get(1), channels, multiplier);
    double[] added = bias ? site.doubles(1, outputs) : new double[0];
    Operation.Convolution convolution =
        window.depthwise(kernel, size, List.of(channels, multiplier)).with(added);
    return activation.trace(
        site, site.add(convolution, window.output(input.shape(), size, outputs), input));
  }
}
