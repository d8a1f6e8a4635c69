// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One use of a layer; a layer that is shared has several.
 *
 * @param positional arguments in order
 * @param named arguments by name
 */
record LayerCall(List<Argument> positional, Map<String, Argument> named) {
  LayerCall {
    positional = List.copyOf(positional);
  }

  /** The calls of a layer in a functional model. */
  static List<LayerCall> of(JsonNode inboundNodes) {
    List<LayerCall> calls = new ArrayList<>();
    for (JsonNode node : inboundNodes) {
      calls.add(node.isObject() ? ofKeras3(node) : ofKeras2(node));
    }
    return calls;
  }

  private static LayerCall ofKeras3(JsonNode node) {
    List<Argument> positional = new ArrayList<>();
    node.path("args").forEach(each -> positional.add(Argument.ofKeras3(each)));
    Map<String, Argument> named = new LinkedHashMap<>();
    node.path("kwargs")
        .properties()
        .forEach(each -> named.put(each.getKey(), Argument.ofKeras3(each.getValue())));
    return new LayerCall(positional, named);
  }

  /** A list of tensors, the first of which also carries what else the layer was called with. */
  private static LayerCall ofKeras2(JsonNode node) {
    JsonNode entries =
        Argument.isReference(node) ? JsonNodeFactory.instance.arrayNode().add(node) : node;
    List<Argument> tensors = new ArrayList<>();
    Map<String, Argument> named = new LinkedHashMap<>();
    for (JsonNode entry : entries) {
      if (!Argument.isReference(entry)) {
        throw new KerasModelException("the configuration calls a layer with what is no tensor");
      }
      tensors.add(Argument.ofKeras2(entry));
      entry
          .path(3)
          .properties()
          .forEach(each -> named.put(each.getKey(), Argument.ofKeras2(each.getValue())));
    }
    return new LayerCall(
        tensors.size() == 1 ? tensors : List.of(new Argument.Many(tensors)), named);
  }

  /** Every tensor it is called with, in order. */
  List<Argument.Tensor> tensors() {
    List<Argument.Tensor> found = new ArrayList<>();
    positional.forEach(each -> collect(each, found));
    named.values().forEach(each -> collect(each, found));
    return found;
  }

  private static void collect(Argument argument, List<Argument.Tensor> found) {
    if (argument instanceof Argument.Tensor tensor) {
      found.add(tensor);
    } else if (argument instanceof Argument.Many many) {
      many.items().forEach(item -> collect(item, found));
    }
  }

  /** Whether it was called so that it does in inference what it does in training. */
  boolean asInTraining() {
    return named.get("training") instanceof Argument.Constant constant
        && (constant.value().asBoolean() || constant.value().asInt() != 0);
  }
}
