// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.Set;

/** A change of the type of numbers; all are computed in float32. */
record CastLayer() implements LayerKind {
  private static final Set<String> FLOATS = Set.of("float32", "float16", "bfloat16", "float64");

  @Override
  public Value trace(LayerSite site) {
    String type =
        site.argument(1, "dtype")
            .filter(Argument.Constant.class::isInstance)
            .map(constant -> ((Argument.Constant) constant).value().asText())
            .orElse(site.config().text("dtype", "float32"));
    if (!FLOATS.contains(type)) {
      throw site.refused("rounds to " + type);
    }
    return site.input();
  }
}
