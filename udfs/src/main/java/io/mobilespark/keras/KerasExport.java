// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mobilespark.SettingException;
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
import io.mobilespark.keras.Operation.Resampling;
import io.mobilespark.keras.Operation.Resize;
import io.mobilespark.keras.Operation.Reverse;
import io.mobilespark.keras.Operation.Slopes;
import io.mobilespark.keras.Operation.Softmax;
import io.mobilespark.keras.Tracer.Traced;
import io.mobilespark.model.KerasLayers;
import io.mobilespark.model.KerasLayers.Model;
import io.mobilespark.model.KerasLayers.Output;
import io.mobilespark.model.KerasLayers.Tensor;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.Normalisation;
import io.mobilespark.tensorflow.ScoreKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Describes nodes of a trace as layers of Keras 3, named after the layers that they come from. */
final class KerasExport {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String INPUT = "pictures";
  private static final String ROW = "row";
  private static final String PROBABILITIES = "probabilities";

  /** Names that layers of this writer have, which so none of the model's can. */
  private static final Set<String> OWN =
      Set.of(
          INPUT,
          "normalise",
          ROW,
          PROBABILITIES,
          "head_sign",
          "head_absolute",
          "head_sqrt",
          "head_root",
          "head_hidden",
          "head_classes");

  private static final Set<Resampling> OF_KERAS_2 =
      Set.of(Resampling.GAUSSIAN, Resampling.MITCHELLCUBIC);

  private final KerasLayers layers;
  private final Set<String> names = new HashSet<>(OWN);

  private KerasExport(KerasLayers layers) {
    this.layers = layers;
  }

  /**
   * A model of pixels of 0 to 255 that gives probabilities.
   *
   * @param normalisation of pixels to what the trace wants
   * @param last number of the node that gives logits, or features for a head
   * @param kind what makes probabilities of logits, where no head does
   */
  static Model model(
      Traced traced,
      Normalisation normalisation,
      int last,
      ScoreKind kind,
      Optional<HeadWeights> head) {
    KerasLayers layers = new KerasLayers();
    KerasExport export = new KerasExport(layers);
    Output input = layers.input(INPUT, traced.nodes().get(0).shape().sides());
    List<Output> outputs = new ArrayList<>(List.of(layers.normalised(normalisation, input)));
    for (TracedNode node : traced.nodes().subList(1, last + 1)) {
      outputs.add(export.write(node, node.inputs().stream().map(outputs::get).toList()));
    }
    TensorShape shape = traced.nodes().get(last).shape();
    boolean pooled = head.isPresent() && shape.isMap() && shape.size() != shape.channels();
    Output row =
        pooled
            ? layers.layer(
                "GlobalAveragePooling2D",
                ROW,
                KerasLayers.config(),
                outputs.get(last),
                List.of(shape.channels()))
            : export.reshaped(ROW, outputs.get(last), List.of(shape.size()));
    Output scores =
        head.map(weights -> layers.head(weights, row))
            .orElseGet(
                () ->
                    export.activation(
                        PROBABILITIES,
                        kind == ScoreKind.CLASSES ? "softmax" : "sigmoid",
                        row));
    return layers.model("mobilespark", input, scores);
  }

  /** What a node of a trace gives, of the outputs that it reads. */
  private Output write(TracedNode node, List<Output> inputs) {
    String name = name(node.layer());
    Output input = inputs.get(0);
    List<Integer> shape = node.shape().sides();
    Operation operation = node.operation();
    if (operation instanceof Affine affine) {
      return affine(name, affine, input);
    } else if (operation instanceof Convolution convolution) {
      return convolution(name, convolution, input, shape);
    } else if (operation instanceof Product product) {
      return layers.dense(
          name, input, product.units(), product.kernel(), floats(product.bias()), "linear");
    } else if (operation instanceof Function function) {
      return function(name, function, input);
    } else if (operation instanceof Slopes slopes) {
      return slopes(name, slopes, input);
    } else if (operation instanceof Binary binary) {
      return layers.operation(
          "numpy." + className(binary), name, KerasLayers.config(), inputs, List.of(), shape);
    } else if (operation instanceof Concatenation concatenation) {
      ObjectNode config = KerasLayers.config().put("axis", concatenation.side() + 1);
      return layers.merged("Concatenate", name, config, inputs, shape);
    } else if (operation instanceof Softmax) {
      return activation(name, "softmax", input);
    } else if (operation instanceof LogSoftmax) {
      return activation(name, "log_softmax", input);
    }
    return map(name, operation, input, shape);
  }

  /** What moves or pools values. */
  private Output map(String name, Operation operation, Output input, List<Integer> shape) {
    ObjectNode config = KerasLayers.config();
    if (operation instanceof Pad pad) {
      config.set("padding", sides(pad.top(), pad.bottom(), pad.left(), pad.right()));
      return layers.layer("ZeroPadding2D", name, config, input, shape);
    } else if (operation instanceof Crop crop) {
      int bottom = input.shape().get(0) - shape.get(0) - crop.top();
      int right = input.shape().get(1) - shape.get(1) - crop.left();
      config.set("cropping", sides(crop.top(), bottom, crop.left(), right));
      return layers.layer("Cropping2D", name, config, input, shape);
    } else if (operation instanceof Reverse reverse) {
      config.put("axis", reverse.side() + 1);
      return layers.operation("numpy.Flip", name, config, List.of(input), List.of(), shape);
    } else if (operation instanceof Global global) {
      String kind = global.kind() == Kind.MEAN ? "Average" : "Max";
      config.put("keepdims", true);
      return layers.layer("Global" + kind + "Pooling2D", name, config, input, shape);
    } else if (operation instanceof Pool pool) {
      String kind = pool.kind() == Kind.MEAN ? "Average" : "Max";
      config.set("pool_size", pair(pool.size()));
      window(config, pool.window());
      return layers.layer(kind + "Pooling2D", name, config, input, shape);
    } else if (operation instanceof Resize resize) {
      if (OF_KERAS_2.contains(resize.resampling())) {
        throw new SettingException(
            String.format(
                Locale.ROOT,
                "%s resizes by %s, which Keras 3 does not: give --output a folder, which becomes a"
                    + " SavedModel",
                name,
                resize.resampling().name().toLowerCase(Locale.ROOT)));
      }
      config.put("height", shape.get(0)).put("width", shape.get(1));
      config.put("interpolation", resize.resampling().name().toLowerCase(Locale.ROOT));
      config.put("antialias", resize.antialiased());
      return layers.layer("Resizing", name, config, input, shape);
    }
    return reshaped(name, input, shape);
  }

  /** The same values in another shape. */
  private Output reshaped(String name, Output input, List<Integer> shape) {
    ObjectNode config = KerasLayers.config();
    ArrayNode target = config.putArray("target_shape");
    shape.forEach(target::add);
    return layers.layer("Reshape", name, config, input, shape);
  }

  private Output affine(String name, Affine affine, Output input) {
    ObjectNode config = KerasLayers.config();
    double[] scale = affine.scale();
    double[] offset = affine.offset();
    if (scale.length == 1 && offset.length == 1) {
      config.put("scale", scale[0]).put("offset", offset[0]);
      return layers.layer("Rescaling", name, config, input, input.shape());
    }
    int channels = input.shape().get(input.shape().size() - 1);
    float[] factors = new float[channels];
    float[] terms = new float[channels];
    float[] ones = new float[channels];
    for (int c = 0; c < channels; c++) {
      factors[c] = (float) Simplified.at(scale, c);
      terms[c] = (float) Simplified.at(offset, c);
      ones[c] = 1;
    }
    // Keras 3 calls what follows Resizing as in training where nobody says otherwise.
    config.put("axis", -1).put("epsilon", 0.0).put("trainable", false);
    List<Tensor> tensors = new ArrayList<>();
    for (float[] each : List.of(factors, terms, new float[channels], ones)) {
      tensors.add(new Tensor(List.of(channels), each));
    }
    return layers.weighted("BatchNormalization", name, config, input, tensors);
  }

  private Output convolution(
      String name, Convolution convolution, Output input, List<Integer> shape) {
    ObjectNode config = KerasLayers.config();
    List<Integer> kernel = convolution.shape();
    config.set("kernel_size", pair(kernel.subList(0, 2)));
    window(config, convolution.window());
    config.put("use_bias", convolution.bias().length > 0);
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(new Tensor(kernel, convolution.kernel()));
    if (convolution.bias().length > 0) {
      tensors.add(new Tensor(List.of(convolution.bias().length), floats(convolution.bias())));
    }
    if (convolution.depthwise()) {
      config.put("depth_multiplier", kernel.get(3));
    } else {
      config.set("dilation_rate", pair(convolution.window().dilations()));
      config.put("filters", kernel.get(3));
    }
    String className = convolution.depthwise() ? "DepthwiseConv2D" : "Conv2D";
    return new Output(layers.weighted(className, name, config, input, tensors).layer(), shape);
  }

  private static void window(ObjectNode config, Window window) {
    config.set("strides", pair(window.strides()));
    config.put("padding", window.same() ? "same" : "valid");
  }

  private Output slopes(String name, Slopes slopes, Output input) {
    ObjectNode config = KerasLayers.config();
    ArrayNode shared = config.putArray("shared_axes");
    for (int side = 0; side < slopes.shape().size(); side++) {
      if (!slopes.shape().get(side).equals(input.shape().get(side))) {
        shared.add(side + 1);
      }
    }
    List<Tensor> tensors = List.of(new Tensor(slopes.shape(), slopes.slopes()));
    return layers.weighted("PReLU", name, config, input, tensors);
  }

  private Output function(String name, Function function, Output input) {
    ObjectNode config = KerasLayers.config();
    double parameter = function.parameter();
    return switch (function.elementwise()) {
      case RELU -> layers.layer("ReLU", name, config, input, input.shape());
      case RELU6 ->
          layers.layer("ReLU", name, config.put("max_value", 6.0), input, input.shape());
      case LEAKY_RELU ->
          layers.layer(
              "LeakyReLU", name, config.put("negative_slope", parameter), input, input.shape());
      case ELU -> layers.layer("ELU", name, config.put("alpha", parameter), input, input.shape());
      case SELU -> activation(name, "selu", input);
      case SIGMOID -> activation(name, "sigmoid", input);
      case TANH -> activation(name, "tanh", input);
      case SOFTPLUS -> activation(name, "softplus", input);
      case SOFTSIGN -> activation(name, "softsign", input);
      case EXPONENTIAL -> activation(name, "exponential", input);
      case SWISH -> activation(name, "silu", input);
      case HARD_SWISH -> activation(name, "hard_silu", input);
      case GELU -> activation(name, "gelu", input);
      case GELU_TANH -> operation("nn.Gelu", name, config.put("approximate", true), input);
      case MISH -> activation(name, "mish", input);
      case LOG_SIGMOID -> activation(name, "log_sigmoid", input);
      case ABSOLUTE -> operation("numpy.Absolute", name, config, input);
      case SIGN -> operation("numpy.Sign", name, config, input);
      case SQUARE -> operation("numpy.Square", name, config, input);
      case SQUARE_ROOT -> operation("numpy.Sqrt", name, config, input);
      case LOGARITHM -> operation("numpy.Log", name, config, input);
      case POWER -> operation("numpy.Power", name, config, input, parameter);
      case AT_MOST -> operation("numpy.Minimum", name, config, input, parameter);
      case AT_LEAST -> operation("numpy.Maximum", name, config, input, parameter);
    };
  }

  /** A function of each value, or along the last side, by Keras's name. */
  private Output activation(String name, String function, Output input) {
    ObjectNode config = KerasLayers.config().put("activation", function);
    return layers.layer("Activation", name, config, input, input.shape());
  }

  private Output operation(
      String className, String name, ObjectNode config, Output input, Double... numbers) {
    return layers.operation(
        className, name, config, List.of(input), List.of(numbers), input.shape());
  }

  private static String className(Binary binary) {
    return switch (binary.pairwise()) {
      case SUM -> "Add";
      case DIFFERENCE -> "Subtract";
      case PRODUCT -> "Multiply";
      case QUOTIENT -> "TrueDivide";
      case MAXIMUM -> "Maximum";
      case MINIMUM -> "Minimum";
    };
  }

  /** Keras's names have no slashes, and no two are the same. */
  private String name(String path) {
    String plain = path.replaceAll("[^A-Za-z0-9_.-]", "_");
    String name = plain;
    for (int i = 1; !names.add(name); i++) {
      name = plain + "." + i;
    }
    return name;
  }

  private static ArrayNode sides(int top, int bottom, int left, int right) {
    return JSON.arrayNode().add(KerasLayers.pair(top, bottom)).add(KerasLayers.pair(left, right));
  }

  private static ArrayNode pair(List<Integer> values) {
    return KerasLayers.pair(values.get(0), values.get(1));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
