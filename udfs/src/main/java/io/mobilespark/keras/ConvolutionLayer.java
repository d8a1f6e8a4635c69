package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.List;

/** A convolution over all channels, bias, activation. */
record ConvolutionLayer(
    int filters, List<Integer> size, Window window, boolean bias, ActivationFunction activation)
    implements LayerKind {

  static ConvolutionLayer of(LayerConfig config) {
    config.requireChannelsLast();
    config.require("groups", "1");
    return new ConvolutionLayer(
        config.count("filters"),
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
    float[] kernel = site.weight(0, size.get(0), size.get(1), channels, filters);
    double[] added = bias ? site.doubles(1, filters) : new double[0];
    Operation.Convolution convolution =
        new Operation.Convolution(
            kernel, List.of(size.get(0), size.get(1), channels, filters), false, window, added);
    return activation.trace(
        site, site.add(convolution, window.output(input.shape(), size, filters), input));
  }
}
