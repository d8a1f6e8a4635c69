// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a layer is called with. */
sealed interface Argument {

  /**
   * What another layer gave.
   *
   * @param layer its name within the model
   * @param call which of its calls, from 0
   * @param output which of its outputs, from 0
   */
  record Tensor(String layer, int call, int output) implements Argument {}

  /** Several in a list. */
  record Many(List<Argument> items) implements Argument {
    /** Takes the items. */
    public Many {
      items = List.copyOf(items);
    }
  }

  /** Anything else: a number, a text, true, false or nothing. */
  record Constant(JsonNode value) implements Argument {}

  /** Keras 3's form: tensors are objects of a class of their own. */
  static Argument ofKeras3(JsonNode json) {
    if (json.isArray()) {
      List<Argument> items = new ArrayList<>();
      json.forEach(item -> items.add(ofKeras3(item)));
      return listed(json, items);
    }
    return json.path("class_name").asText().equals("__keras_tensor__")
        ? tensor(json.path("config").path("keras_history"))
        : new Constant(json);
  }

  /** Keras 2's form: a tensor is a list of a name and two numbers, and maybe settings. */
  static Argument ofKeras2(JsonNode json) {
    if (isReference(json)) {
      return json.get(0).asText().equals("_CONSTANT_VALUE")
          ? new Constant(json.get(2))
          : tensor(json);
    }
    if (json.isArray()) {
      List<Argument> items = new ArrayList<>();
      json.forEach(item -> items.add(ofKeras2(item)));
      return listed(json, items);
    }
    return new Constant(json);
  }

  /** A list without tensors is an array of numbers. */
  private static Argument listed(JsonNode json, List<Argument> items) {
    return items.stream().allMatch(Constant.class::isInstance)
        ? new Constant(json)
        : new Many(items);
  }

  /** A name, two numbers: what the inputs and outputs of a model are given by. */
  static boolean isReference(JsonNode json) {
    return json.isArray() && json.size() >= 3 && json.get(0).isTextual() && json.get(1).isInt();
  }

  static Tensor tensor(JsonNode reference) {
    if (!isReference(reference) || !reference.get(2).isInt()) {
      throw new KerasModelException("the configuration has a tensor that no layer gives");
    }
    return new Tensor(
        reference.get(0).asText(), reference.get(1).asInt(), reference.get(2).asInt());
  }
}
