// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.List;

/**
 * A convolution, bias, activation.
 *
 * @param groups of channels that go by themselves, each to as many filters
 */
record ConvolutionLayer(
    int filters,
    int groups,
    List<Integer> size,
    Window window,
    boolean bias,
    ActivationFunction activation)
    implements LayerKind {

  static ConvolutionLayer of(LayerConfig config) {
    config.requireChannelsLast();
    return new ConvolutionLayer(
        config.count("filters"),
        config.has("groups") ? config.count("groups") : 1,
        config.pair("kernel_size", 1),
        Window.of(config),
        config.flag("use_bias", true),
        ActivationFunction.of(config));
  }

  @Override
  public List<WeightName> weights() {
    return WeightName.kernels(bias, WeightName.KERNEL);
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    int channels = input.shape().channels();
    if (channels % groups != 0 || filters % groups != 0) {
      throw site.config().wrong("groups", "a divisor of filters and of " + channels + " channels");
    }
    float[] stored = site.weight(0, size.get(0), size.get(1), channels / groups, filters);
    float[] kernel = groups == 1 ? stored : whole(stored, channels);
    double[] added = bias ? site.doubles(1, filters) : new double[0];
    Operation.Convolution convolution =
        new Operation.Convolution(
            kernel, List.of(size.get(0), size.get(1), channels, filters), false, window, added);
    return activation.trace(
        site, site.add(convolution, window.output(input.shape(), size, filters), input));
  }

  /** As of one group, zero where groups do not meet: TensorFlow has no groups on CPUs. */
  private float[] whole(float[] stored, int channels) {
    int inputs = channels / groups;
    int outputs = filters / groups;
    int places = TensorShape.of(size.get(0), size.get(1)).size();
    float[] kernel = new float[TensorShape.of(places, channels, filters).size()];
    for (int place = 0; place < places; place++) {
      for (int filter = 0; filter < filters; filter++) {
        int first = filter / outputs * inputs;
        for (int i = 0; i < inputs; i++) {
          kernel[(place * channels + first + i) * filters + filter] =
              stored[(place * inputs + i) * filters + filter];
        }
      }
    }
    return kernel;
  }
}
