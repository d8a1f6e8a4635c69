// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;

/** A map without rows and columns at its ends. */
record CroppingLayer(Ends ends) implements LayerKind {
  static CroppingLayer of(LayerConfig config) {
    config.requireChannelsLast();
    return new CroppingLayer(Ends.of(config, "cropping"));
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    int rows = input.shape().height() - ends.top() - ends.bottom();
    int columns = input.shape().width() - ends.left() - ends.right();
    return CenterCropLayer.cut(site, input, ends.top(), ends.left(), rows, columns);
  }
}
