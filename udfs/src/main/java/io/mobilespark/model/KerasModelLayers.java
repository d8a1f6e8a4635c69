// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mobilespark.model.KerasLayers.Model;
import io.mobilespark.model.KerasLayers.Output;
import io.mobilespark.model.KerasLayers.Tensor;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.Normalisation;
import java.util.List;
import java.util.Optional;

/** Describes a network and a head as layers of Keras, batch norms folded into convolutions. */
final class KerasModelLayers {
  private final KerasLayers layers;
  private final KerasWeights weights;

  KerasModelLayers(KerasLayers layers, KerasWeights weights) {
    this.layers = layers;
    this.weights = weights;
  }

  Model model(Normalisation normalisation, Optional<HeadWeights> head) {
    Network network = weights.network();
    FeatureMap map = network.input();
    Output input = layers.input("pictures", shape(map));
    Output output = layers.normalised(normalisation, input);
    for (Layer layer : network.layers()) {
      output = write(layer, output, map);
      map = layer.output(map);
    }
    if (head.isPresent()) {
      output = layers.head(head.get(), output);
    } else {
      output =
          layers.layer("Softmax", "probabilities", KerasLayers.config(), output, output.shape());
    }
    return layers.model(network.spec().name().toString(), input, output);
  }

  private static List<Integer> shape(FeatureMap map) {
    return List.of(map.height(), map.width(), map.channels());
  }

  private Output write(Layer layer, Output in, FeatureMap map) {
    if (layer instanceof Convolution convolution) {
      FoldedKernel folded = folded(weights.values(layer.name(), "kernel"), convolution.norm());
      List<Integer> kernel = layer.weights().get(0).shape();
      ObjectNode config = convolution(convolution.kernel(), convolution.stride(), "same");
      config.put("filters", convolution.filters());
      Output sum = weighted("Conv2D", layer.name(), config, in, kernel, folded);
      return activated(layer.name(), convolution.activation(), at(sum, layer.output(map)));
    } else if (layer instanceof DepthwiseConvolution depthwise) {
      return depthwise(depthwise, in, map);
    } else if (layer instanceof SqueezeExcitation excitation) {
      return squeezeExcitation(excitation, in, map);
    } else if (layer instanceof Residual residual) {
      Output end = in;
      FeatureMap inner = map;
      for (Layer step : residual.body()) {
        end = write(step, end, inner);
        inner = step.output(inner);
      }
      return layers.merged("Add", layer.name(), in, end);
    } else if (layer instanceof GlobalPooling) {
      return layers.layer(
          "GlobalAveragePooling2D",
          layer.name(),
          KerasLayers.config(),
          in,
          List.of(map.channels()));
    }
    Dense dense = (Dense) layer;
    Output sum =
        layers.dense(
            dense.name(),
            in,
            dense.units(),
            weights.values(dense.name(), "kernel"),
            weights.values(dense.name(), "bias"),
            "linear");
    return activated(dense.name(), dense.activation(), sum);
  }

  private Output depthwise(DepthwiseConvolution layer, Output in, FeatureMap map) {
    FoldedKernel folded = folded(weights.values(layer.name(), "depthwise_kernel"), layer.norm());
    boolean padEnd = layer.padding() == Padding.END;
    Output padded = in;
    if (padEnd) {
      ObjectNode config = KerasLayers.config();
      config.set(
          "padding",
          JsonNodeFactory.instance
              .arrayNode()
              .add(KerasLayers.pair(0, 1))
              .add(KerasLayers.pair(0, 1)));
      padded =
          layers.layer(
              "ZeroPadding2D",
              layer.name() + "_pad",
              config,
              in,
              List.of(map.height() + 1, map.width() + 1, map.channels()));
    }
    ObjectNode config = convolution(layer.kernel(), layer.stride(), padEnd ? "valid" : "same");
    config.put("depth_multiplier", 1);
    List<Integer> kernel = layer.weights().get(0).shape();
    Output sum = weighted("DepthwiseConv2D", layer.name(), config, padded, kernel, folded);
    return activated(layer.name(), layer.activation(), at(sum, layer.output(map)));
  }

  private Output squeezeExcitation(SqueezeExcitation layer, Output in, FeatureMap map) {
    ObjectNode pooling = KerasLayers.config();
    pooling.put("keepdims", true);
    Output mean =
        layers.layer(
            "GlobalAveragePooling2D",
            layer.name() + "_avg_pool",
            pooling,
            in,
            List.of(1, 1, map.channels()));
    Output squeezed =
        activated(
            layer.squeeze(),
            Activation.RELU,
            pointwise(layer.squeeze(), mean, layer.channels(), layer.squeezed()));
    Output excited = pointwise(layer.excite(), squeezed, layer.squeezed(), layer.channels());
    ObjectNode gate = KerasLayers.config();
    gate.put("activation", "hard_sigmoid");
    Output gated =
        layers.layer(
            "Activation", layer.excite() + "_hard_sigmoid", gate, excited, excited.shape());
    return layers.merged("Multiply", layer.name() + "_mul", in, gated);
  }

  private Output pointwise(String name, Output in, int inputs, int filters) {
    ObjectNode config = convolution(1, 1, "same");
    config.put("filters", filters);
    FoldedKernel kernel =
        new FoldedKernel(weights.values(name, "kernel"), weights.values(name, "bias"));
    Output sum = weighted("Conv2D", name, config, in, List.of(1, 1, inputs, filters), kernel);
    return new Output(sum.layer(), List.of(1, 1, filters));
  }

  private static ObjectNode convolution(int kernel, int stride, String padding) {
    ObjectNode config = KerasLayers.config();
    config.set("kernel_size", KerasLayers.pair(kernel, kernel));
    config.set("strides", KerasLayers.pair(stride, stride));
    config.put("padding", padding);
    config.put("use_bias", true);
    return config;
  }

  private FoldedKernel folded(float[] kernel, String norm) {
    return FoldedKernel.of(weights, kernel, norm, 1);
  }

  private Output weighted(
      String className,
      String name,
      ObjectNode config,
      Output in,
      List<Integer> shape,
      FoldedKernel kernel) {
    return layers.weighted(
        className,
        name,
        config,
        in,
        List.of(
            new Tensor(shape, kernel.kernel()),
            new Tensor(List.of(kernel.bias().length), kernel.bias())));
  }

  private static Output at(Output output, FeatureMap map) {
    return new Output(output.layer(), shape(map));
  }

  private Output activated(String name, Activation activation, Output sum) {
    ObjectNode config = KerasLayers.config();
    return switch (activation) {
      case LINEAR -> sum;
      case RELU -> layers.layer("ReLU", name + "_relu", config, sum, sum.shape());
      case RELU6 -> {
        config.put("max_value", 6.0);
        yield layers.layer("ReLU", name + "_relu", config, sum, sum.shape());
      }
      case HARD_SWISH -> {
        config.put("activation", "hard_silu");
        yield layers.layer("Activation", name + "_hard_swish", config, sum, sum.shape());
      }
    };
  }
}
