// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The settings of a layer, as its configuration says them, each checked when it is read.
 *
 * @param place of the layer, for messages
 * @param json an object
 * @param version of the Keras that wrote it
 */
record LayerConfig(String place, JsonNode json, KerasVersion version) {

  boolean has(String key) {
    return !json.path(key).isMissingNode() && !json.path(key).isNull();
  }

  JsonNode at(String key) {
    return json.path(key);
  }

  String text(String key, String otherwise) {
    return has(key) ? requiredText(key) : otherwise;
  }

  String requiredText(String key) {
    if (!json.path(key).isTextual()) {
      throw wrong(key, "a text");
    }
    return json.path(key).asText();
  }

  boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    if (!json.path(key).isBoolean()) {
      throw wrong(key, "true or false");
    }
    return json.path(key).asBoolean();
  }

  double number(String key, double otherwise) {
    return has(key) ? number(key, json.path(key)) : otherwise;
  }

  /** A number above 0 and small enough for a side, a count of channels or a step. */
  int count(String key) {
    return count(key, json.path(key));
  }

  /** One number a channel, or one for all. */
  double[] numbers(String key, double otherwise) {
    return has(key) ? numbers(key, json.path(key)) : new double[] {otherwise};
  }

  /** Two counts, or one for both. */
  List<Integer> pair(String key, int otherwise) {
    if (!has(key)) {
      return List.of(otherwise, otherwise);
    }
    JsonNode value = json.path(key);
    if (value.isArray() && value.size() == 2) {
      return List.of(count(key, value.get(0)), count(key, value.get(1)));
    }
    int both = count(key, value);
    return List.of(both, both);
  }

  /** Whole numbers, or one of them. */
  List<Integer> integers(String key) {
    List<Integer> found = new ArrayList<>();
    JsonNode value = json.path(key);
    for (JsonNode each : value.isArray() ? value : List.of(value)) {
      if (!each.isInt()) {
        throw wrong(key, "whole numbers");
      }
      found.add(each.asInt());
    }
    return found;
  }

  /** Refuses a setting that is there and is not the one that can be computed. */
  void require(String key, String only) {
    if (has(key) && !json.path(key).asText().equals(only)) {
      throw wrong(key, "'" + only + "'");
    }
  }

  /** Refuses channels before rows and columns. */
  void requireChannelsLast() {
    require("data_format", "channels_last");
  }

  /** Whether training moves the layer's weights. */
  boolean trainable() {
    return flag("trainable", true);
  }

  KerasModelException wrong(String key, String wanted) {
    String found = json.path(key).toString();
    return new KerasModelException(
        String.format(
            Locale.ROOT,
            "%s has %s %s, wanted %s",
            place,
            key,
            found.isEmpty()
                ? "missing"
                : found.length() > 60 ? found.substring(0, 60) + "…" : found,
            wanted));
  }

  private int count(String key, JsonNode value) {
    JsonNode single = value.isArray() && value.size() == 1 ? value.get(0) : value;
    boolean whole = single.isNumber() && single.asDouble() == Math.rint(single.asDouble());
    if (!whole || single.asDouble() < 1 || single.asDouble() > TensorShape.MOST_VALUES) {
      throw wrong(key, "a whole number above 0");
    }
    return single.asInt();
  }

  private double number(String key, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw wrong(key, "a number");
    }
    return value.asDouble();
  }

  /** Lists that are nested, as NumPy's arrays of sides of 1 are, count as flat. */
  private double[] numbers(String key, JsonNode value) {
    if (value.isObject()) {
      // Arrays of NumPy and tensors are objects that hold their values.
      return numbers(key, value.path("config").path("value"));
    }
    if (!value.isArray()) {
      return new double[] {number(key, value)};
    }
    List<Double> found = new ArrayList<>();
    JsonNode flat = value;
    while (flat.size() == 1 && flat.get(0).isArray()) {
      flat = flat.get(0);
    }
    flat.forEach(each -> found.add(number(key, each)));
    if (found.isEmpty()) {
      throw wrong(key, "numbers");
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
