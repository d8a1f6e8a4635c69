// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Kind;
import io.mobilespark.keras.Trace.Value;
import java.util.List;

/** The mean or the maximum in windows. */
record PoolingLayer(Kind of, List<Integer> size, Window window) implements LayerKind {
  static PoolingLayer of(Kind kind, LayerConfig config) {
    config.requireChannelsLast();
    List<Integer> size = config.pair("pool_size", 2);
    Window window = Window.of(config);
    List<Integer> strides = config.has("strides") ? window.strides() : size;
    return new PoolingLayer(kind, size, new Window(strides, List.of(1, 1), window.same()));
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    return site.add(
        new Operation.Pool(of, size, window),
        window.output(input.shape(), size, input.shape().channels()),
        input);
  }
}
