// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Operation.Kind;
import io.mobilespark.keras.Operation.Pairwise;
import io.mobilespark.keras.Trace.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Operations on tensors that Keras saves as layers, by the names that Keras 3 and TensorFlow, which
 * Keras 2 takes them from, give them.
 */
final class OperatorTable {
  private static final double LEAK = 0.2;

  private OperatorTable() {}

  /**
   * What an operation does.
   *
   * @throws KerasModelException that names the layer and its place, where it is none of those
   */
  static LayerKind kind(KerasLayer layer, String function) {
    return switch (function) {
      case "Add", "math.add", "__operators__.add" -> new ArithmeticLayer(Pairwise.SUM);
      case "Subtract", "math.subtract", "__operators__.sub" ->
          new ArithmeticLayer(Pairwise.DIFFERENCE);
      case "Multiply", "math.multiply", "__operators__.mul" ->
          new ArithmeticLayer(Pairwise.PRODUCT);
      case "TrueDivide", "Divide", "math.truediv", "math.divide", "__operators__.truediv" ->
          new ArithmeticLayer(Pairwise.QUOTIENT);
      case "Maximum", "math.maximum" -> new ArithmeticLayer(Pairwise.MAXIMUM);
      case "Minimum", "math.minimum" -> new ArithmeticLayer(Pairwise.MINIMUM);
      case "nn.bias_add" -> OperatorTable::biased;
      case "Negative", "math.negative", "__operators__.neg" ->
          site -> site.affine(site.input(), -1, 0);
      case "Cast", "cast" -> new CastLayer();
      case "Identity", "identity", "StopGradient", "stop_gradient" -> new Skipped();
      case "GetItem", "__operators__.getitem" -> new SliceLayer();
      case "Flip", "reverse" -> OperatorTable::flip;
      case "Mean", "math.reduce_mean" -> new ReductionLayer(Kind.MEAN);
      case "Max", "math.reduce_max" -> new ReductionLayer(Kind.MAXIMUM);
      case "Reshape", "reshape" -> OperatorTable::reshape;
      case "Squeeze", "squeeze", "compat.v1.squeeze" -> OperatorTable::squeeze;
      case "Concatenate", "concat" -> site -> new ConcatenateLayer(axis(site, "axis")).trace(site);
      case "Resize", "image.resize" -> OperatorTable::resize;
      default -> function(layer, function);
    };
  }

  /** Of each value by itself, or along the last side. */
  private static LayerKind function(KerasLayer layer, String function) {
    return switch (function) {
      case "Relu", "nn.relu" -> elementwise(Elementwise.RELU);
      case "Relu6", "nn.relu6" -> elementwise(Elementwise.RELU6);
      case "LeakyRelu", "nn.leaky_relu" ->
          site ->
              site.function(
                  site.operand(),
                  Elementwise.LEAKY_RELU,
                  site.number(1, LEAK, "negative_slope", "alpha"));
      case "Elu", "nn.elu" ->
          site -> site.function(site.operand(), Elementwise.ELU, site.number(1, 1, "alpha"));
      case "Selu", "nn.selu" -> elementwise(Elementwise.SELU);
      case "Sigmoid", "math.sigmoid", "nn.sigmoid" -> elementwise(Elementwise.SIGMOID);
      case "HardSigmoid" -> site -> ActivationFunction.hardSigmoid(site, site.input());
      case "LogSigmoid", "math.log_sigmoid" -> elementwise(Elementwise.LOG_SIGMOID);
      case "Tanh", "math.tanh", "nn.tanh" -> elementwise(Elementwise.TANH);
      case "Silu", "nn.silu", "nn.swish" -> elementwise(Elementwise.SWISH);
      case "HardSilu" -> elementwise(Elementwise.HARD_SWISH);
      case "Softplus", "math.softplus", "nn.softplus" -> elementwise(Elementwise.SOFTPLUS);
      case "Softsign", "math.softsign", "nn.softsign" -> elementwise(Elementwise.SOFTSIGN);
      case "Gelu" -> site -> gelu(site, true);
      case "nn.gelu" -> site -> gelu(site, false);
      case "Absolute", "math.abs" -> elementwise(Elementwise.ABSOLUTE);
      case "Sign", "math.sign" -> elementwise(Elementwise.SIGN);
      case "Square", "math.square" -> elementwise(Elementwise.SQUARE);
      case "Sqrt", "math.sqrt" -> elementwise(Elementwise.SQUARE_ROOT);
      case "Exp", "math.exp" -> elementwise(Elementwise.EXPONENTIAL);
      case "Log", "math.log" -> elementwise(Elementwise.LOGARITHM);
      case "Power", "math.pow" ->
          site -> site.function(site.operand(), Elementwise.POWER, site.number(1, "x2", "y"));
      case "Clip", "clip_by_value" -> OperatorTable::clip;
      case "Softmax", "nn.softmax" -> new SoftmaxLayer();
      case "LogSoftmax", "nn.log_softmax" ->
          site -> {
            Value input = SoftmaxLayer.along(site);
            return site.add(new Operation.LogSoftmax(), input.shape(), input);
          };
      default -> throw LayerTable.unknown(layer, function);
    };
  }

  private static LayerKind elementwise(Elementwise elementwise) {
    return site -> site.function(site.input(), elementwise);
  }

  /** Keras 3 says which; TensorFlow's is exact but where it is called otherwise. */
  private static Value gelu(LayerSite site, boolean otherwise) {
    boolean approximate = site.setting(1, "approximate").map(JsonNode::asBoolean).orElse(otherwise);
    return site.function(site.operand(), approximate ? Elementwise.GELU_TANH : Elementwise.GELU);
  }

  private static Value clip(LayerSite site) {
    Value least =
        site.function(
            site.operand(), Elementwise.AT_LEAST, site.number(1, "x_min", "clip_value_min"));
    return site.function(least, Elementwise.AT_MOST, site.number(2, "x_max", "clip_value_max"));
  }

  private static int axis(LayerSite site, String name) {
    double axis = site.number(1, -1, name);
    if (axis != Math.rint(axis) || Math.abs(axis) > Byte.MAX_VALUE) {
      throw site.refused("has " + name + " " + axis + ", wanted a side");
    }
    return (int) axis;
  }

  /** To a shape that leaves the batch open. */
  private static Value reshape(LayerSite site) {
    List<Integer> shape = site.integers(1, "newshape", "shape");
    Value input = site.operand();
    List<Integer> sides = shape.subList(Math.min(1, shape.size()), shape.size());
    if (shape.isEmpty() || shape.get(0) != -1 || sides.contains(-1)) {
      throw site.refused("reshapes to " + shape + ", wanted -1 for the batch and sides behind it");
    }
    TensorShape target = new TensorShape(sides);
    if (target.size() != input.shape().size()) {
      throw site.refused("reshapes " + input.shape() + " to " + target);
    }
    return site.reshaped(input, target);
  }

  private static Value biased(LayerSite site) {
    String format = site.setting(2, "data_format").map(JsonNode::asText).orElse("NHWC");
    if (!Set.of("NHWC", "N...C").contains(format)) {
      throw site.refused("has data_format " + format + ", wanted channels last");
    }
    return new ArithmeticLayer(Pairwise.SUM).trace(site);
  }

  private static Value flip(LayerSite site) {
    Value value = site.operand();
    int rank = value.shape().rank();
    List<Integer> axes = site.integers(1, "axis");
    for (int axis : axes) {
      int side = axis < 0 ? axis + rank : axis - 1;
      if (side < 0 || side >= rank) {
        throw site.refused("turns axis " + axis + " of " + value.shape());
      }
      value = site.add(new Operation.Reverse(side), value.shape(), value);
    }
    if (axes.isEmpty()) {
      throw site.refused("is called without an axis");
    }
    return value;
  }

  private static Value squeeze(LayerSite site) {
    Value input = site.operand();
    List<Integer> sides = input.shape().sides();
    List<Integer> axes = site.integers(1, "axis");
    List<Integer> kept =
        IntStream.range(0, sides.size())
            .filter(
                i ->
                    axes.isEmpty()
                        ? sides.get(i) != 1
                        : !axes.contains(i + 1) && !axes.contains(i - sides.size()))
            .mapToObj(sides::get)
            .toList();
    TensorShape squeezed = new TensorShape(kept);
    if (squeezed.size() != input.shape().size()) {
      throw site.refused("squeezes sides of " + input.shape() + " that are not 1");
    }
    return site.reshaped(input, squeezed);
  }

  private static Value resize(LayerSite site) {
    List<Integer> size = site.integers(1, "size");
    if (size.size() != 2) {
      throw site.refused("resizes to " + size + ", wanted a height and a width");
    }
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    site.config().json().properties().forEach(each -> settings.set(each.getKey(), each.getValue()));
    settings.put("height", size.get(0)).put("width", size.get(1));
    site.setting(2, "interpolation", "method")
        .ifPresent(method -> settings.set("interpolation", method));
    LayerConfig config = site.config();
    return ResizingLayer.of(new LayerConfig(config.place(), settings, config.version()))
        .trace(site);
  }
}
