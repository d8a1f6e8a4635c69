// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.List;

/** A convolution of each channel by itself, then one of 1x1 over all, bias, activation. */
record SeparableLayer(
    int filters,
    int multiplier,
    List<Integer> size,
    Window window,
    boolean bias,
    ActivationFunction activation)
    implements LayerKind {

  static SeparableLayer of(LayerConfig config) {
    config.requireChannelsLast();
    Window window = Window.of(config);
    window.requireDepthwise(config);
    return new SeparableLayer(
        config.count("filters"),
        config.has("depth_multiplier") ? config.count("depth_multiplier") : 1,
        config.pair("kernel_size", 1),
        window,
        config.flag("use_bias", true),
        ActivationFunction.of(config));
  }

  @Override
  public List<WeightName> weights() {
    return WeightName.kernels(bias, "depthwise_kernel", "pointwise_kernel");
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    int channels = input.shape().channels();
    int between = Math.multiplyExact(channels, multiplier);
    Value apart =
        site.add(
            window.depthwise(
                site.weight(0, size.get(0), size.get(1), channels, multiplier),
                size,
                List.of(channels, multiplier)),
            window.output(input.shape(), size, between),
            input);
    Window pointwise = new Window(List.of(1, 1), List.of(1, 1), false);
    Value together =
        site.add(
            new Operation.Convolution(
                site.weight(1, 1, 1, between, filters),
                List.of(1, 1, between, filters),
                false,
                pointwise,
                bias ? site.doubles(2, filters) : new double[0]),
            pointwise.output(apart.shape(), List.of(1, 1), filters),
            apart);
    return activation.trace(site, together);
  }
}
