// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;

/** Zeros around a map. */
record ZeroPaddingLayer(Ends ends) implements LayerKind {
  static ZeroPaddingLayer of(LayerConfig config) {
    config.requireChannelsLast();
    return new ZeroPaddingLayer(Ends.of(config, "padding"));
  }

  @Override
  public Value trace(LayerSite site) {
    return padded(site, site.map(), ends);
  }

  static Value padded(LayerSite site, Value input, Ends ends) {
    TensorShape shape =
        TensorShape.of(
            input.shape().height() + ends.top() + ends.bottom(),
            input.shape().width() + ends.left() + ends.right(),
            input.shape().channels());
    return site.add(
        new Operation.Pad(ends.top(), ends.bottom(), ends.left(), ends.right()), shape, input);
  }
}
