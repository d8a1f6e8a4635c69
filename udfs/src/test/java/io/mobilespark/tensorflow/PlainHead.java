// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.ArrayList;
import java.util.List;

/** A head in plain double arithmetic, to check TensorFlow's by. */
record PlainHead(HeadWeights weights) {
  double[] logits(FeatureBatch batch, int row) {
    HeadShape shape = weights.shape();
    double[] logits = new double[shape.classes()];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = weights.bias()[c];
    }
    for (int h = 0; h < shape.hidden(); h++) {
      double sum = weights.hiddenBias()[h];
      for (int i = 0; i < shape.inputs(); i++) {
        sum +=
            (double) batch.features()[row * shape.inputs() + i]
                * weights.hiddenKernel()[i * shape.hidden() + h];
      }
      for (int c = 0; c < logits.length; c++) {
        logits[c] += Math.max(0, sum) * weights.kernel()[h * logits.length + c];
      }
    }
    return logits;
  }

  double loss(FeatureBatch batch, List<Float> classWeights) {
    double total = 0;
    for (int row = 0; row < batch.rows(); row++) {
      double[] logits = logits(batch, row);
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit);
      }
      int truth = batch.classes()[row];
      total += classWeights.get(truth) * (Math.log(sum) - logits[truth]);
    }
    return total / batch.rows();
  }

  int hits(FeatureBatch batch) {
    int hits = 0;
    for (int row = 0; row < batch.rows(); row++) {
      double[] logits = logits(batch, row);
      int best = 0;
      for (int c = 1; c < logits.length; c++) {
        best = logits[c] > logits[best] ? c : best;
      }
      hits += best == batch.classes()[row] ? 1 : 0;
    }
    return hits;
  }

  /** The loss's slope along one weight, by central difference. */
  static double slope(
      HeadWeights at, FeatureBatch batch, List<Float> classWeights, int tensor, int index) {
    float step = 3e-5f;
    float value = at.tensors().get(tensor)[index];
    double up = new PlainHead(with(at, tensor, index, value + step)).loss(batch, classWeights);
    double down = new PlainHead(with(at, tensor, index, value - step)).loss(batch, classWeights);
    return (up - down) / ((double) (value + step) - (double) (value - step));
  }

  private static HeadWeights with(HeadWeights at, int tensor, int index, float value) {
    List<float[]> tensors = new ArrayList<>(at.tensors());
    float[] changed = tensors.get(tensor).clone();
    changed[index] = value;
    tensors.set(tensor, changed);
    return new HeadWeights(at.shape(), tensors);
  }
}
