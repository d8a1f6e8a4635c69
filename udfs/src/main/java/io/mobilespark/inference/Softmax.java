package io.mobilespark.inference;

/** Softmax for models that give logits alone. */
final class Softmax {
  private Softmax() {}

  /**
   * The softmax of each row, computed in double precision with the largest logit subtracted.
   *
   * @param logits rows x columns, rows first; not changed
   */
  static float[] rows(float[] logits, int columns) {
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
}
