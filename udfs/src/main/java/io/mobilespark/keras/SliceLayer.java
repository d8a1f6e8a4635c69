// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a tensor by Python's slices: of a map some rows and columns, and of any tensor sides in
 * the opposite order.
 */
record SliceLayer() implements LayerKind {
  /**
   * A slice of a side.
   *
   * @param from first place, the last one of a side in the opposite order
   * @param length places
   */
  private record Part(int from, int length, boolean reversed) {}

  @Override
  public Value trace(LayerSite site) {
    Value input = site.operand();
    List<JsonNode> slices = slices(site, input.shape().rank() + 1);
    if (!isWhole(slices.get(0))) {
      throw site.refused("takes a part of the batch");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < input.shape().rank(); i++) {
      parts.add(part(site, slices.get(i + 1), input.shape().sides().get(i)));
    }
    Value value = input;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).reversed) {
        value = site.add(new Operation.Reverse(i), input.shape(), value);
      }
    }
    return cut(site, value, parts);
  }

  private static Value cut(LayerSite site, Value value, List<Part> parts) {
    TensorShape shape = value.shape();
    boolean map = shape.isMap();
    for (int i = map ? 2 : 0; i < parts.size(); i++) {
      if (parts.get(i).length != shape.sides().get(i)) {
        throw site.refused("takes a part of " + shape + " that is not of rows and columns");
      }
    }
    return map
        ? CenterCropLayer.cut(
            site,
            value,
            parts.get(0).from,
            parts.get(1).from,
            parts.get(0).length,
            parts.get(1).length)
        : value;
  }

  /** One of each axis, the batch's first; what an ellipsis or nothing stands for is whole. */
  private static List<JsonNode> slices(LayerSite site, int rank) {
    JsonNode said =
        site.setting(1, "slice_spec")
            .orElseThrow(() -> site.refused("is called without a part to take"));
    List<JsonNode> before = new ArrayList<>();
    List<JsonNode> behind = new ArrayList<>();
    boolean elided = false;
    for (JsonNode each : said.isArray() ? said : List.of(said)) {
      if (each.path("class_name").asText().equals("__ellipsis__") && !elided) {
        elided = true;
      } else {
        (elided ? behind : before).add(each.has("config") ? each.get("config") : each);
      }
    }
    JsonNode whole = JsonNodeFactory.instance.objectNode();
    while (before.size() + behind.size() < rank) {
      before.add(whole);
    }
    before.addAll(behind);
    if (before.size() != rank || !before.stream().allMatch(JsonNode::isObject)) {
      throw site.refused("takes a part by other than slices of its sides");
    }
    return before;
  }

  private static boolean isWhole(JsonNode slice) {
    return isOpen(slice, "start") && isOpen(slice, "stop") && isOpen(slice, "step");
  }

  private static boolean isOpen(JsonNode slice, String end) {
    return slice.path(end).isNull() || slice.path(end).isMissingNode();
  }

  private static Part part(LayerSite site, JsonNode slice, int side) {
    int step = isOpen(slice, "step") ? 1 : slice.path("step").asInt();
    if (step == -1 && isOpen(slice, "start") && isOpen(slice, "stop")) {
      return new Part(0, side, true);
    }
    int start = isOpen(slice, "start") ? 0 : place(slice.path("start").asInt(), side);
    int stop = isOpen(slice, "stop") ? side : place(slice.path("stop").asInt(), side);
    if (step != 1 || start >= stop) {
      throw site.refused("takes a part with steps, or of no values");
    }
    return new Part(start, stop - start, false);
  }

  private static int place(int said, int side) {
    return Math.max(0, Math.min(side, said < 0 ? said + side : said));
  }
}
