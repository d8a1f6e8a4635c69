// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.List;

/** A product with a matrix along the last side, bias, activation. */
record DenseLayer(int units, boolean bias, ActivationFunction activation) implements LayerKind {
  static DenseLayer of(LayerConfig config) {
    if (config.has("lora_rank") || config.has("quantization_config")) {
      throw config.wrong(
          config.has("lora_rank") ? "lora_rank" : "quantization_config", "plain weights");
    }
    return new DenseLayer(
        config.count("units"), config.flag("use_bias", true), ActivationFunction.of(config));
  }

  @Override
  public List<WeightName> weights() {
    return WeightName.kernels(bias, WeightName.KERNEL);
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.input();
    int inputs = input.shape().channels();
    float[] kernel = site.weight(0, inputs, units);
    double[] added = bias ? site.doubles(1, units) : new double[0];
    List<Integer> sides = new ArrayList<>(input.shape().sides());
    sides.set(sides.size() - 1, units);
    TensorShape shape = new TensorShape(sides);
    Value sum;
    if (input.shape().rank() == 1) {
      sum = site.add(new Operation.Product(kernel, units, added), shape, input);
    } else {
      // Along the channels of a map it is a convolution of 1x1.
      TensorShape map = TensorShape.of(1, input.shape().size() / inputs, inputs);
      Value row = site.reshaped(input, map);
      Window window = new Window(List.of(1, 1), List.of(1, 1), false);
      sum =
          site.add(
              new Operation.Convolution(kernel, List.of(1, 1, inputs, units), false, window, added),
              TensorShape.of(1, map.width(), units),
              row);
      sum = site.reshaped(sum, shape);
    }
    return activation.trace(site, sum);
  }
}
