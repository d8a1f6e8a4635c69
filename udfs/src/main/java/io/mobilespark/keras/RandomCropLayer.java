// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;

/** In inference Keras 2 resizes to the size of the crop; Keras 3 does nothing. */
record RandomCropLayer(int height, int width) implements LayerKind {
  static RandomCropLayer of(LayerConfig config) {
    config.requireChannelsLast();
    return new RandomCropLayer(config.count("height"), config.count("width"));
  }

  @Override
  public Value trace(LayerSite site) {
    return site.config().version().isThree()
        ? site.input()
        : ResizingLayer.covering(height, width).trace(site);
  }
}
