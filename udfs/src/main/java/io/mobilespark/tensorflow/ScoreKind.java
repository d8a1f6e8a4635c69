// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

/** What the scores of a model mean, and so how logits become probabilities. */
public enum ScoreKind {
  /** Classes of which one is true: several outputs, whose probabilities are their softmax. */
  CLASSES,
  /** Labels of which any may be true: each has the logistic function of its own output. */
  LABELS,
  /**
   * Two classes told apart by one output: its logistic function is the probability p of the second
   * class, and that of the first is 1 - p. This is the softmax of the logits 0 and the output's, so
   * graphs of this project give these two columns.
   */
  TWO_CLASSES
}
