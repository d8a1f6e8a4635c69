// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;

/** All values in a row. */
record FlattenLayer() implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    site.config().requireChannelsLast();
    Value input = site.input();
    return site.reshaped(input, TensorShape.of(input.shape().size()));
  }
}
