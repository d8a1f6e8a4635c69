// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Rows and columns at the ends of a map. */
record Ends(int top, int bottom, int left, int right) {
  private static final int MOST = 4096;

  /** One number for all, one for rows and one for columns, or two for each. */
  static Ends of(LayerConfig config, String key) {
    JsonNode json = config.at(key);
    List<Integer> sides = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      JsonNode both = json.isArray() ? json.path(axis) : json;
      for (int end = 0; end < 2; end++) {
        JsonNode one = both.isArray() ? both.path(end) : both;
        if (!one.isInt() || one.asInt() < 0 || one.asInt() > MOST) {
          throw config.wrong(key, "rows and columns of 0 to " + MOST);
        }
        sides.add(one.asInt());
      }
    }
    return new Ends(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
  }
}
