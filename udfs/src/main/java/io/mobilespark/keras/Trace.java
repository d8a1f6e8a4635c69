// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Affine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a model computes, node by node, each behind those that it reads; made by its layers. */
final class Trace {
  private static final int MOST_NODES = 200_000;

  private final List<TracedNode> nodes = new ArrayList<>();

  /**
   * A tensor within a trace.
   *
   * @param node its number
   * @param shape for one picture
   */
  record Value(int node, TensorShape shape) {}

  List<TracedNode> nodes() {
    return List.copyOf(nodes);
  }

  Value add(String layer, Operation operation, TensorShape shape, Value... inputs) {
    return add(layer, operation, shape, List.of(inputs));
  }

  Value add(String layer, Operation operation, TensorShape shape, List<Value> inputs) {
    if (nodes.size() >= MOST_NODES) {
      throw new KerasModelException(
          String.format(Locale.ROOT, "more than %,d operations", MOST_NODES));
    }
    nodes.add(new TracedNode(layer, operation, inputs.stream().map(Value::node).toList(), shape));
    return new Value(nodes.size() - 1, shape);
  }

  Value affine(String layer, Value input, double scale, double offset) {
    return add(layer, Affine.of(scale, offset), input.shape, input);
  }

  Value function(String layer, Value input, Operation.Elementwise elementwise) {
    return add(layer, Operation.Function.of(elementwise), input.shape, input);
  }

  Value function(String layer, Value input, Operation.Elementwise elementwise, double parameter) {
    return add(layer, new Operation.Function(elementwise, parameter), input.shape, input);
  }

  Value reshaped(String layer, Value input, TensorShape shape) {
    return input.shape.equals(shape) ? input : add(layer, new Operation.Reshape(), shape, input);
  }
}
