// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Trace.Value;

/** {@code min(max(x, 0) + slope * min(x, 0), most)}; infinite where nothing bounds it. */
record ReluLayer(double slope, double most) implements LayerKind {
  private static final double SIX = 6;

  static ReluLayer of(LayerConfig config) {
    if (config.numbers("threshold", 0)[0] != 0) {
      throw config.wrong("threshold", "0");
    }
    return new ReluLayer(
        config.numbers("negative_slope", 0)[0],
        config.numbers("max_value", Double.POSITIVE_INFINITY)[0]);
  }

  /** {@code LeakyReLU}, whose slope has another name in Keras 2. */
  static ReluLayer leaky(LayerConfig config) {
    String key = config.has("alpha") ? "alpha" : "negative_slope";
    return new ReluLayer(config.numbers(key, 0.3)[0], Double.POSITIVE_INFINITY);
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.input();
    if (slope == 0 && most == SIX) {
      return site.function(input, Elementwise.RELU6);
    }
    Value bent =
        slope == 0
            ? site.function(input, Elementwise.RELU)
            : site.function(input, Elementwise.LEAKY_RELU, slope);
    return Double.isInfinite(most) ? bent : site.function(bent, Elementwise.AT_MOST, most);
  }
}
