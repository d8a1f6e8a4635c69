// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;

/** The middle of a map; of one that is too small, the middle of it resized. */
record CenterCropLayer(int height, int width) implements LayerKind {
  static CenterCropLayer of(LayerConfig config) {
    config.requireChannelsLast();
    return new CenterCropLayer(config.count("height"), config.count("width"));
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    int rows = input.shape().height() - height;
    int columns = input.shape().width() - width;
    return rows >= 0 && columns >= 0
        ? cut(site, input, rows / 2, columns / 2, height, width)
        : ResizingLayer.covering(height, width).trace(site);
  }

  static Value cut(LayerSite site, Value input, int top, int left, int rows, int columns) {
    TensorShape shape = TensorShape.of(rows, columns, input.shape().channels());
    return input.shape().equals(shape)
        ? input
        : site.add(new Operation.Crop(top, left), shape, input);
  }
}
