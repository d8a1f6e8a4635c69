// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Trace.Value;

/** {@code x} above 0, {@code alpha * (exp(x) - 1)} below. */
record EluLayer(double alpha) implements LayerKind {
  static EluLayer of(LayerConfig config) {
    return new EluLayer(config.numbers("alpha", 1)[0]);
  }

  @Override
  public Value trace(LayerSite site) {
    return site.function(site.input(), Elementwise.ELU, alpha);
  }
}
