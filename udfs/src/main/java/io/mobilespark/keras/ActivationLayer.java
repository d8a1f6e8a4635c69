// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;

/** An activation by itself. */
record ActivationLayer(ActivationFunction function) implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    return function.trace(site, site.input());
  }
}
