// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;

/** {@code scale * x + offset}. */
record RescalingLayer(double[] scale, double[] offset) implements LayerKind {
  static RescalingLayer of(LayerConfig config) {
    return new RescalingLayer(config.numbers("scale", 1), config.numbers("offset", 0));
  }

  @Override
  public Value trace(LayerSite site) {
    return site.affine(site.input(), scale, offset);
  }
}
