// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mobilespark.tensorflow.FeatureScale;
import io.mobilespark.tensorflow.HeadWeights;
import io.mobilespark.tensorflow.Normalisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The layers of a Functional model as Keras 3 describes them, and their weights by the groups in
 * which it looks for them: class and number among the layers of that class.
 */
public final class KerasLayers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String LAYERS = "keras.layers";
  private static final String OPERATIONS = "keras.src.ops.";

  private final Map<String, Described> layers = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();

  /**
   * A layer.
   *
   * @param inputs names of those that it reads
   */
  private record Described(String className, ObjectNode json, List<String> inputs) {}

  /**
   * What a layer gives.
   *
   * @param layer its name
   * @param shape of the output for one picture
   */
  public record Output(String layer, List<Integer> shape) {
    /** Takes the shape. */
    public Output {
      shape = List.copyOf(shape);
    }
  }

  /**
   * The weights of a layer.
   *
   * @param layer its name
   * @param tensors in Keras's order
   */
  public record Group(String layer, List<Tensor> tensors) {
    /** Takes the tensors. */
    public Group {
      tensors = List.copyOf(tensors);
    }
  }

  /**
   * A tensor of weights.
   *
   * @param values row by row, not to be written to
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere, and large
  public record Tensor(List<Integer> shape, float[] values) {
    /** Takes the shape. */
    public Tensor {
      shape = List.copyOf(shape);
    }
  }

  /** The pictures. */
  public Output input(String name, List<Integer> shape) {
    ObjectNode config = JSON.objectNode();
    config.set("batch_shape", batch(shape));
    config.put("dtype", "float32");
    put(LAYERS, "InputLayer", name, config, List.of(), List.of());
    return new Output(name, shape);
  }

  /**
   * A layer behind one output.
   *
   * @param config but for the name
   * @param shape of what it gives
   */
  public Output layer(
      String className, String name, ObjectNode config, Output input, List<Integer> shape) {
    put(LAYERS, className, name, config, List.of(input), List.of());
    return new Output(name, shape);
  }

  /** The same with weights, which gives what goes in another shape where the caller says so. */
  public Output weighted(
      String className, String name, ObjectNode config, Output input, List<Tensor> tensors) {
    put(LAYERS, className, name, config, List.of(input), List.of());
    groups.put(name, new Group(name, tensors));
    return new Output(name, input.shape);
  }

  /** A layer that brings outputs together, the first of which has the shape of the result. */
  Output merged(String className, String name, Output first, Output second) {
    return merged(className, name, JSON.objectNode(), List.of(first, second), first.shape);
  }

  /** A layer that brings outputs together. */
  public Output merged(
      String className,
      String name,
      ObjectNode config,
      List<Output> inputs,
      List<Integer> shape) {
    Described layer = new Described(className, config, names(inputs));
    put(LAYERS, name, layer, JSON.arrayNode().add(tensors(inputs)));
    return new Output(name, shape);
  }

  /**
   * An operation of {@code keras.ops}.
   *
   * @param className behind its module, such as {@code numpy.Sign}
   * @param config but for the name
   * @param numbers that it is called with behind the inputs
   * @param shape of what it gives
   */
  public Output operation(
      String className,
      String name,
      ObjectNode config,
      List<Output> inputs,
      List<Double> numbers,
      List<Integer> shape) {
    int module = className.lastIndexOf('.');
    put(
        OPERATIONS + className.substring(0, module),
        className.substring(module + 1),
        name,
        config,
        inputs,
        numbers);
    return new Output(name, shape);
  }

  private Output operation(String className, String name, Output... inputs) {
    return operation(
        className, name, JSON.objectNode(), List.of(inputs), List.of(), inputs[0].shape);
  }

  /** A product with a matrix, bias, activation. */
  public Output dense(
      String name, Output input, int units, float[] kernel, float[] bias, String activation) {
    ObjectNode config = JSON.objectNode();
    config.put("units", units);
    config.put("use_bias", bias.length > 0);
    config.put("activation", activation);
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(new Tensor(List.of(kernel.length / units, units), kernel));
    if (bias.length > 0) {
      tensors.add(new Tensor(List.of(units), bias));
    }
    weighted("Dense", name, config, input, tensors);
    return new Output(name, List.of(units));
  }

  /** A head on features. */
  public Output head(HeadWeights head, Output features) {
    Output scaled = features;
    if (head.shape().scale() == FeatureScale.ROOT) {
      Output sign = operation("numpy.Sign", "head_sign", features);
      Output size = operation("numpy.Absolute", "head_absolute", features);
      Output root = operation("numpy.Sqrt", "head_sqrt", size);
      scaled = operation("numpy.Multiply", "head_root", sign, root);
    }
    int hidden = head.shape().hidden();
    Output between =
        dense("head_hidden", scaled, hidden, head.hiddenKernel(), head.hiddenBias(), "relu");
    int classes = head.shape().classes();
    return dense("head_classes", between, classes, head.kernel(), head.bias(), "softmax");
  }

  /** {@code ((x / divisor) - mean) / deviation}. */
  public Output normalised(Normalisation normalisation, Output input) {
    double divisor = normalisation.divisor();
    List<Double> means = normalisation.mean().stream().map(each -> each * divisor).toList();
    List<Double> deviations =
        normalisation.deviation().stream().map(each -> each * divisor).toList();
    ObjectNode config = JSON.objectNode();
    if (means.stream().distinct().count() == 1 && deviations.stream().distinct().count() == 1) {
      config.put("scale", 1 / deviations.get(0));
      config.put("offset", -means.get(0) / deviations.get(0));
      return layer("Rescaling", "normalise", config, input, input.shape);
    }
    config.put("axis", -1);
    config.put("invert", false);
    config.set("mean", numbers(means));
    config.set("variance", numbers(deviations.stream().map(each -> each * each).toList()));
    return layer("Normalization", "normalise", config, input, input.shape);
  }

  /**
   * A model.
   *
   * @param description as Keras has it
   * @param groups weights by the names under which Keras looks for them
   */
  public record Model(ObjectNode description, Map<String, Group> groups) {}

  /** The model from one output to another. */
  public Model model(String name, Output input, Output output) {
    ArrayNode listed = JSON.arrayNode();
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Group> found = new LinkedHashMap<>();
    for (String each : new KerasOrder(inputs()).of(output.layer)) {
      Described layer = Objects.requireNonNull(layers.get(each));
      listed.add(layer.json);
      String snake = snake(layer.className);
      int number = counts.merge(snake, 1, Integer::sum) - 1;
      Group group = groups.get(each);
      if (group != null) {
        found.put(number == 0 ? snake : snake + "_" + number, group);
      }
    }
    ObjectNode config = JSON.objectNode();
    config.put("name", name);
    config.put("trainable", true);
    config.set("layers", listed);
    config.set("input_layers", end(input));
    config.set("output_layers", end(output));
    ObjectNode model = JSON.objectNode();
    model.put("module", "keras.src.models.functional");
    model.put("class_name", "Functional");
    model.set("config", config);
    model.put("registered_name", "Functional");
    return new Model(model, found);
  }

  private Map<String, List<String>> inputs() {
    Map<String, List<String>> inputs = new HashMap<>();
    layers.forEach((name, layer) -> inputs.put(name, layer.inputs));
    return inputs;
  }

  private static ArrayNode end(Output output) {
    return JSON.arrayNode().add(output.layer).add(0).add(0);
  }

  private void put(
      String module,
      String className,
      String name,
      ObjectNode config,
      List<Output> inputs,
      List<Double> numbers) {
    ArrayNode arguments = tensors(inputs);
    numbers.forEach(arguments::add);
    put(module, name, new Described(className, config, names(inputs)), arguments);
  }

  private static ArrayNode tensors(List<Output> outputs) {
    ArrayNode tensors = JSON.arrayNode();
    outputs.forEach(output -> tensors.add(tensor(output)));
    return tensors;
  }

  private static List<String> names(List<Output> outputs) {
    return outputs.stream().map(Output::layer).toList();
  }

  private void put(String module, String name, Described configured, ArrayNode arguments) {
    ObjectNode layer = JSON.objectNode();
    layer.put("module", module);
    layer.put("class_name", configured.className);
    layer.set("config", configured.json.put("name", name));
    if (module.startsWith(OPERATIONS)) {
      layer.put("registered_name", configured.className);
    } else {
      layer.putNull("registered_name");
    }
    layer.put("name", name);
    ArrayNode nodes = JSON.arrayNode();
    if (!arguments.isEmpty()) {
      ObjectNode node = JSON.objectNode();
      node.set("args", arguments);
      node.set("kwargs", JSON.objectNode());
      nodes.add(node);
    }
    layer.set("inbound_nodes", nodes);
    layers.put(name, new Described(configured.className, layer, configured.inputs));
  }

  private static ObjectNode tensor(Output output) {
    ObjectNode config = JSON.objectNode();
    config.set("shape", batch(output.shape));
    config.put("dtype", "float32");
    config.set("keras_history", end(output));
    ObjectNode tensor = JSON.objectNode();
    tensor.put("class_name", "__keras_tensor__");
    tensor.set("config", config);
    return tensor;
  }

  private static ArrayNode batch(List<Integer> shape) {
    ArrayNode batch = JSON.arrayNode().addNull();
    shape.forEach(batch::add);
    return batch;
  }

  /** As Keras names what nobody named: {@code DepthwiseConv2D} is {@code depthwise_conv2d}. */
  private static String snake(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** A configuration to be filled. */
  public static ObjectNode config() {
    return JSON.objectNode();
  }

  /** A pair of numbers. */
  public static ArrayNode pair(int first, int second) {
    return JSON.arrayNode().add(first).add(second);
  }

  /** Numbers. */
  static ArrayNode numbers(List<Double> values) {
    ArrayNode numbers = JSON.arrayNode();
    values.forEach(numbers::add);
    return numbers;
  }
}
