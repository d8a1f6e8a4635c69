// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.mobilespark.keras.Trace.Value;
import java.util.ArrayList;
import java.util.List;

/** Zeros around a map. */
record ZeroPaddingLayer(List<Integer> sides) implements LayerKind {
  private static final String KEY = "padding";
  private static final int MOST = 4096;

  static ZeroPaddingLayer of(LayerConfig config) {
    config.requireChannelsLast();
    JsonNode json = config.at(KEY);
    List<Integer> sides = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      JsonNode both = json.isArray() ? json.path(axis) : json;
      for (int end = 0; end < 2; end++) {
        JsonNode one = both.isArray() ? both.path(end) : both;
        if (!one.isInt() || one.asInt() < 0 || one.asInt() > MOST) {
          throw config.wrong(KEY, "rows and columns of 0 to " + MOST);
        }
        sides.add(one.asInt());
      }
    }
    return new ZeroPaddingLayer(sides);
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    TensorShape shape =
        TensorShape.of(
            input.shape().height() + sides.get(0) + sides.get(1),
            input.shape().width() + sides.get(2) + sides.get(3),
            input.shape().channels());
    return site.add(
        new Operation.Pad(sides.get(0), sides.get(1), sides.get(2), sides.get(3)), shape, input);
  }
}
