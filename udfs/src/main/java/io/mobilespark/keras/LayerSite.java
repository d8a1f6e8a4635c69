// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Trace.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where a layer is called: what goes in, its weights, and the trace that it adds to. */
final class LayerSite {
  /** Arguments that change nothing in inference. */
  private static final Set<String> HARMLESS = Set.of("name", "training", "mask");

  private final KerasLayer layer;
  private final Trace trace;
  private final List<Value> inputs;
  private final LayerCall call;
  private final Function<Argument.Tensor, Value> values;
  private final LayerWeights weights;
  private final Set<String> read = new HashSet<>();

  /**
   * A call.
   *
   * @param inputs every tensor it is called with, in order
   * @param values what other layers of the model gave
   */
  LayerSite(
      KerasLayer layer,
      Trace trace,
      List<Value> inputs,
      LayerCall call,
      Function<Argument.Tensor, Value> values,
      LayerWeights weights) {
    this.layer = layer;
    this.trace = trace;
    this.inputs = List.copyOf(inputs);
    this.call = call;
    this.values = values;
    this.weights = weights;
  }

  KerasLayer layer() {
    return layer;
  }

  LayerConfig config() {
    return layer.config();
  }

  /** The one tensor that goes in, by itself. */
  Value input() {
    requireNoNumbers();
    return operand();
  }

  /** The one tensor that goes in, beside numbers that are asked for one by one. */
  Value operand() {
    if (inputs.size() != 1) {
      throw refused(
          String.format(Locale.ROOT, "is called with %d tensors, wanted 1", inputs.size()));
    }
    return inputs.get(0);
  }

  /** The one map that goes in. */
  Value map() {
    Value value = input();
    if (!value.shape().isMap()) {
      throw refused("takes " + value.shape() + ", wanted rows, columns and channels");
    }
    return value;
  }

  /** Two tensors or more. */
  List<Value> inputs() {
    if (inputs.size() < 2) {
      throw refused("merges " + inputs.size() + " tensors, wanted 2 or more");
    }
    requireNoNumbers();
    return inputs;
  }

  /** Only operators take numbers beside tensors; what would be lost here changes what comes out. */
  private void requireNoNumbers() {
    for (Argument argument : call.positional()) {
      boolean number =
          argument instanceof Argument.Constant constant
              && (constant.value().isNumber() || constant.value().isArray());
      if (number) {
        throw refused("is called with numbers beside tensors");
      }
    }
  }

  /** An argument by its place, or else by one of its names. */
  Optional<Argument> argument(int place, String... names) {
    read.add(String.valueOf(place));
    read.addAll(List.of(names));
    if (place < call.positional().size()) {
      return Optional.of(call.positional().get(place));
    }
    for (String name : names) {
      Argument found = call.named().get(name);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** What the configuration says by one of some names, or else the call at a place or by name. */
  Optional<JsonNode> setting(int place, String... names) {
    for (String name : names) {
      if (config().has(name)) {
        return Optional.of(config().at(name));
      }
    }
    return argument(place, names)
        .filter(Argument.Constant.class::isInstance)
        .map(constant -> ((Argument.Constant) constant).value())
        .filter(value -> !value.isNull());
  }

  /** A number that the configuration or the call says. */
  double number(int place, String... names) {
    return setting(place, names)
        .map(value -> one(value, names[0]))
        .orElseThrow(() -> refused("is called without " + names[0]));
  }

  /** The same, where it may be left out. */
  double number(int place, double otherwise, String... names) {
    return setting(place, names).map(value -> one(value, names[0])).orElse(otherwise);
  }

  /** Whether the configuration or the call says yes. */
  boolean flag(String name) {
    return setting(Integer.MAX_VALUE, name).filter(JsonNode::asBoolean).isPresent();
  }

  /** Whole numbers that the configuration or the call says; none where it does not. */
  List<Integer> integers(int place, String... names) {
    return setting(place, names)
        .map(value -> named(names[0], value).integers(names[0]))
        .orElse(List.of());
  }

  private double one(JsonNode value, String name) {
    return named(name, value).number(name, 0);
  }

  private LayerConfig named(String name, JsonNode value) {
    JsonNode json = JsonNodeFactory.instance.objectNode().set(name, value);
    return new LayerConfig(layer.place(), json, layer.config().version());
  }

  /** Refuses a call that says more than was asked for, which would be lost. */
  void requireAllRead() {
    for (int i = 0; i < call.positional().size(); i++) {
      requireRead(String.valueOf(i), call.positional().get(i));
    }
    call.named().forEach(this::requireRead);
  }

  private void requireRead(String name, Argument argument) {
    if (argument instanceof Argument.Many many) {
      many.items().forEach(this::requireTensors);
    }
    boolean says =
        argument instanceof Argument.Constant constant
            && !constant.value().isNull()
            && !constant.value().isMissingNode()
            && !(constant.value().isBoolean() && !constant.value().asBoolean());
    if (says && !read.contains(name) && !HARMLESS.contains(name)) {
      throw refused("is called with " + name + ", which means nothing here");
    }
  }

  /** Of what is listed with tensors, only tensors are read. */
  private void requireTensors(Argument item) {
    if (item instanceof Argument.Many many) {
      many.items().forEach(this::requireTensors);
    } else if (item instanceof Argument.Constant constant && !constant.value().isNull()) {
      throw refused("is called with constants among tensors");
    }
  }

  Value value(Argument.Tensor tensor) {
    return values.apply(tensor);
  }

  /** Numbers of an argument: one, or one a channel. */
  double[] numbers(Argument.Constant constant) {
    return named("constant", constant.value()).numbers("constant", 0);
  }

  /** The values of a weight, which must have a shape. */
  float[] weight(int index, Integer... shape) {
    return weights.values(index, List.of(shape));
  }

  /** A weight as numbers of double precision. */
  double[] doubles(int index, Integer... shape) {
    float[] values = weight(index, shape);
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** The shape of a weight as it is stored. */
  List<Integer> stored(int index) {
    return weights.shape(index);
  }

  Value add(Operation operation, TensorShape shape, Value... from) {
    return trace.add(layer.path(), operation, shape, from);
  }

  Value add(Operation operation, TensorShape shape, List<Value> from) {
    return trace.add(layer.path(), operation, shape, from);
  }

  Value affine(Value input, double scale, double offset) {
    return trace.affine(layer.path(), input, scale, offset);
  }

  /** Scale and offset a channel, or one for all. */
  Value affine(Value input, double[] scale, double[] offset) {
    int channels = input.shape().channels();
    for (double[] each : List.of(scale, offset)) {
      if (each.length != 1 && each.length != channels) {
        throw refused(
            String.format(Locale.ROOT, "has %d numbers for %d channels", each.length, channels));
      }
      for (double number : each) {
        if (!Double.isFinite(number)) {
          throw refused("divides by 0");
        }
      }
    }
    return add(new Operation.Affine(scale, offset), input.shape(), input);
  }

  Value function(Value input, Elementwise elementwise) {
    return trace.function(layer.path(), input, elementwise);
  }

  Value function(Value input, Elementwise elementwise, double parameter) {
    return trace.function(layer.path(), input, elementwise, parameter);
  }

  Value reshaped(Value input, TensorShape shape) {
    return trace.reshaped(layer.path(), input, shape);
  }

  /** The site of a layer within this one, such as one that is its activation. */
  LayerSite within(KerasLayer inner, Value input) {
    return new LayerSite(
        inner, trace, List.of(input), new LayerCall(List.of(), Map.of()), values, weights);
  }

  KerasModelException refused(String why) {
    return new KerasModelException(layer.place() + " " + why);
  }
}
