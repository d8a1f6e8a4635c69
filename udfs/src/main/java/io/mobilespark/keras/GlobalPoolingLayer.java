// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Kind;
import io.mobilespark.keras.Trace.Value;

/** The mean or the maximum over rows and columns. */
record GlobalPoolingLayer(Kind of, boolean keepsSides) implements LayerKind {
  static GlobalPoolingLayer of(Kind kind, LayerConfig config) {
    config.requireChannelsLast();
    return new GlobalPoolingLayer(kind, config.flag("keepdims", false));
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.map();
    int channels = input.shape().channels();
    Value pooled = site.add(new Operation.Global(of), TensorShape.of(1, 1, channels), input);
    return keepsSides ? pooled : site.reshaped(pooled, TensorShape.of(channels));
  }
}
