// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The layers of a Functional model as Keras 3 describes them, and their weights by the groups in
 * which it looks for them: class and number among the layers of that class.
 */
final class KerasLayers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String OPERATIONS = "keras.src.ops.numpy";

  private final ArrayNode layers = JSON.arrayNode();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();

  /**
   * What a layer gives.
   *
   * @param layer its name
   * @param shape of the output for one picture
   */
  record Output(String layer, List<Integer> shape) {
    Output {
      shape = List.copyOf(shape);
    }
  }

  /**
   * The weights of a layer.
   *
   * @param layer its name
   * @param tensors in Keras's order
   */
  record Group(String layer, List<Tensor> tensors) {
    Group {
      tensors = List.copyOf(tensors);
    }
  }

  /**
   * A tensor of weights.
   *
   * @param values row by row, not to be written to
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere, and large
  record Tensor(List<Integer> shape, float[] values) {
    Tensor {
      shape = List.copyOf(shape);
    }
  }

  /** The pictures. */
  Output input(String name, List<Integer> shape) {
    ObjectNode config = JSON.objectNode();
    config.set("batch_shape", batch(shape));
    config.put("dtype", "float32");
    put("keras.layers", "InputLayer", name, config, List.of(), true);
    return new Output(name, shape);
  }

  /**
   * A layer behind one output.
   *
   * @param config but for the name
   * @param shape of what it gives
   */
  Output layer(
      String className, String name, ObjectNode config, Output input, List<Integer> shape) {
    put("keras.layers", className, name, config, List.of(input), true);
    return new Output(name, shape);
  }

  /** The same with weights. */
  Output weighted(
      String className, String name, ObjectNode config, Output input, List<Tensor> tensors) {
    String group = put("keras.layers", className, name, config, List.of(input), true);
    groups.put(group, new Group(name, tensors));
    return new Output(name, input.shape);
  }

  /** A layer that brings two outputs together, the first of which has the shape of the result. */
  Output merged(String className, String name, Output first, Output second) {
    put("keras.layers", className, name, JSON.objectNode(), List.of(first, second), false);
    return new Output(name, first.shape);
  }

  /** An operation of {@code keras.ops} on values of one shape. */
  Output operation(String className, String name, Output... inputs) {
    put(OPERATIONS, className, name, JSON.objectNode(), List.of(inputs), true);
    return new Output(name, inputs[0].shape);
  }

  /** Weights by the name of their group. */
  Map<String, Group> groups() {
    return groups;
  }

  /** The description of the model. */
  ObjectNode model(String name, Output input, Output output) {
    ObjectNode config = JSON.objectNode();
    config.put("name", name);
    config.put("trainable", true);
    config.set("layers", layers);
    config.set("input_layers", end(input));
    config.set("output_layers", end(output));
    ObjectNode model = JSON.objectNode();
    model.put("module", "keras.src.models.functional");
    model.put("class_name", "Functional");
    model.set("config", config);
    model.put("registered_name", "Functional");
    return model;
  }

  private static ArrayNode end(Output output) {
    return JSON.arrayNode().add(output.layer).add(0).add(0);
  }

  /** Returns the name of its group of weights. */
  private String put(
      String module,
      String className,
      String name,
      ObjectNode config,
      List<Output> inputs,
      boolean each) {
    ObjectNode layer = JSON.objectNode();
    layer.put("module", module);
    layer.put("class_name", className);
    config.put("name", name);
    layer.set("config", config);
    if (module.equals(OPERATIONS)) {
      layer.put("registered_name", className);
    } else {
      layer.putNull("registered_name");
    }
    layer.put("name", name);
    ArrayNode nodes = JSON.arrayNode();
    if (!inputs.isEmpty()) {
      ArrayNode tensors = JSON.arrayNode();
      inputs.forEach(input -> tensors.add(tensor(input)));
      ObjectNode node = JSON.objectNode();
      node.set("args", each ? tensors : JSON.arrayNode().add(tensors));
      node.set("kwargs", JSON.objectNode());
      nodes.add(node);
    }
    layer.set("inbound_nodes", nodes);
    layers.add(layer);
    String snake = snake(className);
    int number = counts.merge(snake, 1, Integer::sum) - 1;
    return number == 0 ? snake : snake + "_" + number;
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
  static ObjectNode config() {
    return JSON.objectNode();
  }

  /** A pair of numbers. */
  static ArrayNode pair(int first, int second) {
    return JSON.arrayNode().add(first).add(second);
  }

  /** Numbers. */
  static ArrayNode numbers(List<Double> values) {
    ArrayNode numbers = JSON.arrayNode();
    values.forEach(numbers::add);
    return numbers;
  }
}
