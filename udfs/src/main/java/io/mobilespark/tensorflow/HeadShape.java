// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * Widths of a classification head: pooled features, a dense layer with ReLU, a dense layer of the
 * classes' logits; and what the features go through before.
 *
 * @param inputs width of the pooled features
 * @param hidden width of the layer between
 * @param classes logits
 * @param scale of the features
 */
public record HeadShape(int inputs, int hidden, int classes, FeatureScale scale)
    implements Serializable {
  /** Checks the widths. */
  public HeadShape {
    if (inputs < 1 || hidden < 1 || classes < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A head needs 1 input, 1 hidden unit and 2 classes or more: %d, %d, %d",
              inputs,
              hidden,
              classes));
    }
    Math.multiplyExact(inputs, hidden);
    Math.multiplyExact(hidden, classes);
  }

  /** A head on features as they are. */
  public HeadShape(int inputs, int hidden, int classes) {
    this(inputs, hidden, classes, FeatureScale.PLAIN);
  }

  /**
   * Shapes of the four tensors in their order: the hidden layer's kernel {@code [inputs, hidden]}
   * and bias, the classifier's kernel {@code [hidden, classes]} and bias.
   */
  public List<List<Integer>> tensors() {
    return List.of(
        List.of(inputs, hidden), List.of(hidden), List.of(hidden, classes), List.of(classes));
  }

  /** Values in all tensors. */
  public int parameters() {
    return tensors().stream().mapToInt(HeadShape::size).sum();
  }

  static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
