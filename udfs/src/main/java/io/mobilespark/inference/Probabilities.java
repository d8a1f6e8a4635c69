// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import io.mobilespark.tensorflow.ScoreKind;

/** Probabilities for models that give logits alone, computed in double precision. */
final class Probabilities {
  private Probabilities() {}

  /**
   * What a kind of scores makes of logits.
   *
   * @param logits rows x columns, rows first; not changed
   */
  static float[] of(ScoreKind kind, float[] logits, int columns) {
    return kind == ScoreKind.LABELS ? logistic(logits) : softmax(logits, columns);
  }

  /** The logistic function of each. */
  private static float[] logistic(float[] logits) {
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return probabilities;
  }

  /** The softmax of each row, with the largest logit subtracted. */
  private static float[] softmax(float[] logits, int columns) {
    float[] probabilities = new float[logits.length];
    for (int row = 0; row < logits.length; row += columns) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = row; i < row + columns; i++) {
        largest = Math.max(largest, logits[i]);
      }
      double sum = 0;
      for (int i = row; i < row + columns; i++) {
        sum += Math.exp(logits[i] - largest);
      }
      for (int i = row; i < row + columns; i++) {
        probabilities[i] = (float) (Math.exp(logits[i] - largest) / sum);
      }
    }
    return probabilities;
  }

  /**
   * Two columns of one output: 1 - p and p of probabilities p, or the logits 0 and z of logits z.
   *
   * @param values one a row; not changed
   */
  static float[] paired(float[] values, boolean probabilities) {
    float[] pairs = new float[2 * values.length];
    for (int row = 0; row < values.length; row++) {
      pairs[2 * row] = probabilities ? 1 - values[row] : 0;
      pairs[2 * row + 1] = values[row];
    }
    return pairs;
  }
}
