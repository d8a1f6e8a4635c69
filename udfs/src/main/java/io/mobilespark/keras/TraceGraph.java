// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Affine;
import io.mobilespark.keras.Operation.Binary;
import io.mobilespark.keras.Operation.Concatenation;
import io.mobilespark.keras.Operation.Convolution;
import io.mobilespark.keras.Operation.Crop;
import io.mobilespark.keras.Operation.Function;
import io.mobilespark.keras.Operation.Global;
import io.mobilespark.keras.Operation.Kind;
import io.mobilespark.keras.Operation.LogSoftmax;
import io.mobilespark.keras.Operation.Pad;
import io.mobilespark.keras.Operation.Pool;
import io.mobilespark.keras.Operation.Product;
import io.mobilespark.keras.Operation.Reshape;
import io.mobilespark.keras.Operation.Resize;
import io.mobilespark.keras.Operation.Reverse;
import io.mobilespark.keras.Operation.Slopes;
import io.mobilespark.keras.Operation.Softmax;
import io.mobilespark.tensorflow.GraphDefWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes nodes of a trace as those of TensorFlow, named after the layers that they belong to. */
final class TraceGraph {
  private final GraphDefWriter graph;
  private final Set<String> names = new HashSet<>();

  TraceGraph(GraphDefWriter graph) {
    this.graph = graph;
  }

  /** A name of its own for a node; a user's may have signs that TensorFlow's names do not. */
  String name(TracedNode node) {
    String plain = "layers/" + node.layer().replaceAll("[^A-Za-z0-9_./-]", "_");
    String name = plain;
    for (int i = 1; !names.add(name); i++) {
      name = plain + "." + i;
    }
    return name;
  }

  /**
   * Writes a node.
   *
   * @param inputs names of the tensors that it reads
   * @return the name of the tensor that it gives
   */
  String write(String name, TracedNode node, List<String> inputs) {
    Operation operation = node.operation();
    String input = inputs.get(0);
    if (operation instanceof Affine affine) {
      return affine(name, affine, input);
    } else if (operation instanceof Convolution convolution) {
      return convolution(name, convolution, input);
    } else if (operation instanceof Product product) {
      List<Integer> shape = List.of(product.kernel().length / product.units(), product.units());
      String kernel = graph.constant(name + "/kernel", product.kernel(), shape);
      return biased(name, graph.matrixProduct(name, input, kernel), product.bias());
    } else if (operation instanceof Pad pad) {
      return graph.pad(
          name, input, List.of(0, 0, pad.top(), pad.bottom(), pad.left(), pad.right(), 0, 0));
    } else if (operation instanceof Crop crop) {
      List<Integer> sides = node.shape().sides().subList(0, 2);
      return graph.crop(name, input, crop.top(), crop.left(), sides);
    } else if (operation instanceof Reverse reverse) {
      String axis = graph.constant(name + "/axis", new int[] {reverse.side() + 1}, List.of(1));
      return graph.operation(name, "ReverseV2", input, axis);
    } else if (operation instanceof Global global) {
      return global.kind() == Kind.MEAN
          ? graph.spatialMean(name, input, true)
          : graph.spatialMaximum(name, input, true);
    } else if (operation instanceof Pool pool) {
      String kind = pool.kind() == Kind.MEAN ? "AvgPool" : "MaxPool";
      Window window = pool.window();
      return graph.pool(name, kind, input, pool.size(), window.strides(), window.same());
    } else if (operation instanceof Reshape) {
      return graph.reshape(name, input, node.shape().sides());
    } else if (operation instanceof Function function) {
      return new FunctionNodes(graph, name, input).write(function);
    } else if (operation instanceof Slopes slopes) {
      return slopes(name, slopes, input);
    } else if (operation instanceof Binary binary) {
      return graph.operation(name, tensorFlowName(binary), input, inputs.get(1));
    } else if (operation instanceof Concatenation concatenation) {
      return graph.concatenation(name, inputs, concatenation.side() + 1);
    } else if (operation instanceof Resize resize) {
      return resize(name, resize, input, node.shape());
    } else if (operation instanceof Softmax) {
      return graph.softmax(name, input);
    } else if (operation instanceof LogSoftmax) {
      return graph.operation(name, "LogSoftmax", input);
    }
    throw new IllegalArgumentException("no node of " + operation);
  }

  private String affine(String name, Affine affine, String input) {
    String result = input;
    if (!all(affine.scale(), 1)) {
      result = graph.product(name + "/scale", result, vector(name + "/factors", affine.scale()));
    }
    if (!all(affine.offset(), 0)) {
      result = graph.sum(name + "/offset", result, vector(name + "/terms", affine.offset()));
    }
    return graph.identity(name, result);
  }

  private static boolean all(double[] values, double wanted) {
    for (double value : values) {
      if (value != wanted) {
        return false;
      }
    }
    return true;
  }

  /** A scalar where one number is for all channels. */
  private String vector(String name, double[] values) {
    return graph.constant(
        name, floats(values), values.length == 1 ? List.of() : List.of(values.length));
  }

  private String convolution(String name, Convolution convolution, String input) {
    Window window = convolution.window();
    String kernel = graph.constant(name + "/kernel", convolution.kernel(), convolution.shape());
    String sum =
        convolution.depthwise()
            ? graph.depthwise(name, input, kernel, window.strides().get(0), window.same())
            : graph.convolution(
                name, input, kernel, window.strides(), window.dilations(), window.same());
    return biased(name, sum, convolution.bias());
  }

  private String biased(String name, String sum, double[] bias) {
    if (bias.length == 0) {
      return sum;
    }
    String values = graph.constant(name + "/bias", floats(bias), List.of(bias.length));
    return graph.biasAdd(name + "/BiasAdd", sum, values);
  }

  private String slopes(String name, Slopes slopes, String input) {
    String below = graph.relu(name + "/below", graph.operation(name + "/Neg", "Neg", input));
    String values = graph.constant(name + "/alpha", slopes.slopes(), slopes.shape());
    String bent = graph.product(name + "/bent", values, below);
    return graph.operation(name, "Sub", graph.relu(name + "/above", input), bent);
  }

  private String resize(String name, Resize resize, String input, TensorShape shape) {
    int height = shape.height();
    int width = shape.width();
    boolean plain = !resize.antialiased();
    return switch (resize.resampling()) {
      case NEAREST -> graph.resize(name, "ResizeNearestNeighbor", input, height, width);
      case AREA -> graph.resize(name, "ResizeArea", input, height, width);
      case BILINEAR ->
          plain
              ? graph.resize(name, "ResizeBilinear", input, height, width)
              : byKernel(name, "triangle", resize, input, shape);
      case BICUBIC ->
          plain
              ? graph.resize(name, "ResizeBicubic", input, height, width)
              : byKernel(name, "keyscubic", resize, input, shape);
      case LANCZOS3, LANCZOS5, GAUSSIAN, MITCHELLCUBIC -> {
        String kernel = resize.resampling().name().toLowerCase(Locale.ROOT);
        yield byKernel(name, kernel, resize, input, shape);
      }
    };
  }

  private String byKernel(
      String name, String kernel, Resize resize, String input, TensorShape shape) {
    return graph.resizeByKernel(
        name, kernel, input, resize.from(), shape.sides().subList(0, 2), resize.antialiased());
  }

  private static String tensorFlowName(Binary binary) {
    return switch (binary.pairwise()) {
      case SUM -> "AddV2";
      case DIFFERENCE -> "Sub";
      case PRODUCT -> "Mul";
      case QUOTIENT -> "RealDiv";
      case MAXIMUM -> "Maximum";
      case MINIMUM -> "Minimum";
    };
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
