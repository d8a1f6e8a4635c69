// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;

/**
 * A weight tensor that a network needs.
 *
 * @param layer Keras's name of the layer that owns it
 * @param name Keras's name of the weight: {@code kernel}, {@code depthwise_kernel}, {@code bias},
 *     {@code gamma}, {@code beta}, {@code moving_mean} or {@code moving_variance}
 * @param shape in Keras's order: height, width, inputs, outputs for a convolution
 */
public record WeightSpec(String layer, String name, List<Integer> shape) {
  /** Takes the shape. */
  public WeightSpec {
    shape = List.copyOf(shape);
  }

  static WeightSpec of(String layer, String name, Integer... shape) {
    return new WeightSpec(layer, name, List.of(shape));
  }

  /** The four vectors of a batch norm, in Keras's order. */
  static List<WeightSpec> batchNorm(String layer, int channels) {
    return List.of(
        of(layer, "gamma", channels),
        of(layer, "beta", channels),
        of(layer, "moving_mean", channels),
        of(layer, "moving_variance", channels));
  }

  /** Layer and name. */
  public String path() {
    return layer + "/" + name;
  }

  /** Number of values. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Whether training moves it by gradients; a batch norm's statistics are not. */
  public boolean trainable() {
    return !name.startsWith("moving_");
  }
}
