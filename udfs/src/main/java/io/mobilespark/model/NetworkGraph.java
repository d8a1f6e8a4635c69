// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.tensorflow.GraphDefWriter;
import java.util.List;
import java.util.Locale;

/**
 * Writes a network's layers as nodes that TensorFlow fuses: convolution, bias, activation. The 1/6
 * of a hard sigmoid is not multiplied out but carried as a {@link Signal}'s scale into the next
 * kernel.
 */
final class NetworkGraph {
  private static final double SIXTH = 1 / 6.0;

  private final GraphDefWriter graph;
  private final KerasWeights weights;

  NetworkGraph(GraphDefWriter graph, KerasWeights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  /**
   * What one layer hands to the next: {@code scale * tensor}.
   *
   * @param tensor name of the node
   * @param scale a factor that the next kernel takes in
   * @param map shape for one picture
   */
  record Signal(String tensor, double scale, FeatureMap map) {}

  /** Writes a layer behind its input. */
  Signal write(Layer layer, Signal in) {
    FeatureMap output = layer.output(in.map);
    if (layer instanceof Convolution convolution) {
      return convolution(convolution, in, output);
    } else if (layer instanceof DepthwiseConvolution depthwise) {
      return depthwise(depthwise, in, output);
    } else if (layer instanceof SqueezeExcitation excitation) {
      return squeezeExcitation(excitation, in);
    } else if (layer instanceof Residual residual) {
      return residual(residual, in);
    } else if (layer instanceof GlobalPooling pooling) {
      String mean = graph.spatialMean(pooling.name(), in.tensor, false);
      return new Signal(mean, in.scale, output);
    }
    return dense((Dense) layer, in, output);
  }

  /** The tensor with its scale multiplied out, under a name. */
  String materialised(String name, Signal signal) {
    if (signal.scale == 1) {
      return graph.identity(name, signal.tensor);
    }
    return graph.product(name, signal.tensor, scalar(name + "/scale", signal.scale));
  }

  private Signal convolution(Convolution layer, Signal in, FeatureMap output) {
    float[] raw = weights.values(layer.name(), "kernel");
    FoldedKernel folded = FoldedKernel.of(weights, raw, layer.norm(), in.scale);
    List<Integer> shape = layer.weights().get(0).shape();
    String sum =
        graph.convolution(
            layer.name(), in.tensor, kernel(layer.name(), folded, shape), layer.stride());
    return activated(layer.name(), biased(layer.name(), sum, folded), layer.activation(), output);
  }

  private Signal depthwise(DepthwiseConvolution layer, Signal in, FeatureMap output) {
    float[] raw = weights.values(layer.name(), "depthwise_kernel");
    FoldedKernel folded = FoldedKernel.of(weights, raw, layer.norm(), in.scale);
    boolean padEnd = layer.padding() == Padding.END;
    int rows = padEnd && in.map.height() % 2 == 0 ? 1 : 0;
    int columns = padEnd && in.map.width() % 2 == 0 ? 1 : 0;
    // At stride 2 a 3x3 kernel reads the padding at the end of even sides only, where it is that
    // of SAME. So zeros of their own are needed only where one side is even and the other odd.
    boolean same = !padEnd || (rows == 1 && columns == 1);
    String input =
        same || rows + columns == 0
            ? in.tensor
            : graph.pad(layer.name() + "/pad", in.tensor, List.of(0, 0, 0, rows, 0, columns, 0, 0));
    String kernel = kernel(layer.name(), folded, layer.weights().get(0).shape());
    String sum = graph.depthwise(layer.name(), input, kernel, layer.stride(), same);
    return activated(layer.name(), biased(layer.name(), sum, folded), layer.activation(), output);
  }

  /** The hard sigmoid's +3 goes into the bias, its 1/6 into the scale. */
  private Signal squeezeExcitation(SqueezeExcitation layer, Signal in) {
    String mean = graph.spatialMean(layer.name() + "_avg_pool", in.tensor, true);
    String squeezed =
        graph.relu(layer.squeeze() + "/Relu", pointwise(layer, layer.squeeze(), mean, in.scale, 0));
    String excited =
        graph.relu6(layer.excite() + "/Relu6", pointwise(layer, layer.excite(), squeezed, 1, 3));
    String product = graph.product(layer.name() + "_mul", in.tensor, excited);
    return new Signal(product, in.scale * SIXTH, in.map);
  }

  private String pointwise(
      SqueezeExcitation layer, String name, String input, double scale, double plus) {
    boolean squeeze = name.equals(layer.squeeze());
    int inputs = squeeze ? layer.channels() : layer.squeezed();
    int filters = squeeze ? layer.squeezed() : layer.channels();
    FoldedKernel folded =
        FoldedKernel.of(weights.values(name, "kernel"), weights.values(name, "bias"), scale, plus);
    String kernel = kernel(name, folded, List.of(1, 1, inputs, filters));
    return biased(name, graph.convolution(name, input, kernel, 1), folded);
  }

  private Signal residual(Residual layer, Signal in) {
    Signal start =
        in.scale == 1 ? in : new Signal(materialised(layer.name() + "/shortcut", in), 1, in.map);
    Signal end = start;
    for (Layer step : layer.body()) {
      end = write(step, end);
    }
    if (end.scale != 1) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "residual %s ends scaled", layer.name()));
    }
    String sum = graph.sum(layer.name(), start.tensor, end.tensor);
    return new Signal(sum, 1, in.map);
  }

  private Signal dense(Dense layer, Signal in, FeatureMap output) {
    FoldedKernel folded =
        FoldedKernel.of(
            weights.values(layer.name(), "kernel"),
            weights.values(layer.name(), "bias"),
            in.scale,
            0);
    String kernel = kernel(layer.name(), folded, List.of(layer.inputs(), layer.units()));
    String sum = graph.matrixProduct(layer.name() + "/MatMul", in.tensor, kernel);
    return activated(layer.name(), biased(layer.name(), sum, folded), layer.activation(), output);
  }

  private Signal activated(String name, String sum, Activation activation, FeatureMap map) {
    return switch (activation) {
      case LINEAR -> new Signal(sum, 1, map);
      case RELU -> new Signal(graph.relu(name + "/Relu", sum), 1, map);
      case RELU6 -> new Signal(graph.relu6(name + "/Relu6", sum), 1, map);
      case HARD_SWISH -> {
        // In this order, with its 1/6, it is what TensorFlow makes part of the convolution.
        String shifted = graph.sum(name + "/plus3", scalar(name + "/three", 3), sum);
        String gate = graph.relu6(name + "/Relu6", shifted);
        String sixth = graph.product(name + "/sixth", scalar(name + "/one_sixth", SIXTH), sum);
        yield new Signal(graph.product(name + "/swish", sixth, gate), 1, map);
      }
    };
  }

  private String kernel(String name, FoldedKernel folded, List<Integer> shape) {
    return graph.constant(name + "/kernel", folded.kernel(), shape);
  }

  private String biased(String name, String sum, FoldedKernel folded) {
    String bias = graph.constant(name + "/bias", folded.bias(), List.of(folded.bias().length));
    return graph.biasAdd(name + "/BiasAdd", sum, bias);
  }

  private String scalar(String name, double value) {
    return graph.constant(name, new float[] {(float) value}, List.of());
  }
}
