// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Operation.Pairwise;
import io.mobilespark.keras.Trace.Value;

/**
 * The value where it is above a threshold, at least 0 and at most a bound, plus {@code slope *
 * (value - threshold)} where it is not.
 *
 * @param most infinite where nothing bounds it
 */
record ReluLayer(double slope, double most, double threshold) implements LayerKind {
  private static final double SIX = 6;

  static ReluLayer of(LayerConfig config) {
    return new ReluLayer(
        config.numbers("negative_slope", 0)[0],
        config.numbers("max_value", Double.POSITIVE_INFINITY)[0],
        config.numbers("threshold", 0)[0]);
  }

  /** {@code LeakyReLU}, whose slope has another name in Keras 2. */
  static ReluLayer leaky(LayerConfig config) {
    String key = config.has("alpha") ? "alpha" : "negative_slope";
    return new ReluLayer(config.numbers(key, 0.3)[0], Double.POSITIVE_INFINITY, 0);
  }

  /** Of Keras 2. */
  static ReluLayer thresholded(LayerConfig config) {
    return new ReluLayer(0, Double.POSITIVE_INFINITY, config.numbers("theta", 1)[0]);
  }

  @Override
  public Value trace(LayerSite site) {
    Value input = site.input();
    if (threshold != 0) {
      return above(site, input);
    }
    if (slope == 0 && most == SIX) {
      return site.function(input, Elementwise.RELU6);
    }
    Value bent =
        slope == 0
            ? site.function(input, Elementwise.RELU)
            : site.function(input, Elementwise.LEAKY_RELU, slope);
    return bounded(site, bent);
  }

  private Value above(LayerSite site, Value input) {
    Value sign = site.function(site.affine(input, 1, -threshold), Elementwise.SIGN);
    Value gate = site.function(sign, Elementwise.RELU);
    Value kept = Merging.of(site, Pairwise.PRODUCT, input, gate);
    Value upper =
        Double.isInfinite(most)
            ? kept
            : bounded(site, site.function(kept, Elementwise.RELU));
    if (slope == 0) {
      return upper;
    }
    Value below = site.function(site.affine(input, -1, threshold), Elementwise.RELU);
    return Merging.of(site, Pairwise.DIFFERENCE, upper, site.affine(below, slope, 0));
  }

  private Value bounded(LayerSite site, Value value) {
    return Double.isInfinite(most) ? value : site.function(value, Elementwise.AT_MOST, most);
  }
}
