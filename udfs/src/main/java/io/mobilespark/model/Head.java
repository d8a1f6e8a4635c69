// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

/** What a network ends in. */
public enum Head {
  /** Logits and softmax of the classes: Keras's {@code include_top=True}. */
  CLASSIFIER,
  /**
   * The last feature map averaged over its positions: {@code include_top=False, pooling="avg"}. V3
   * ends before its 1280- or 1024-wide layer there.
   */
  FEATURES
}
