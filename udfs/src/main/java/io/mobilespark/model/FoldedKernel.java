// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

/**
 * A kernel and a bias that do the work of a convolution and the batch norm after it.
 *
 * @param kernel values, output channels innermost
 * @param bias one value an output channel
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FoldedKernel(float[] kernel, float[] bias) {
  /** Of every batch norm in every MobileNet of Keras. */
  static final double EPSILON = 1e-3;

  /**
   * Folds {@code gamma * (x - mean) / sqrt(variance + epsilon) + beta} into a kernel, in double
   * precision.
   *
   * @param weights where the tensors lie
   * @param kernel the convolution's kernel, output channels innermost
   * @param norm name of the batch norm
   * @param inputScale what the input must be multiplied by to be what the kernel expects
   */
  static FoldedKernel of(KerasWeights weights, float[] kernel, String norm, double inputScale) {
    float[] gamma = weights.values(norm, "gamma");
    float[] beta = weights.values(norm, "beta");
    float[] mean = weights.values(norm, "moving_mean");
    float[] variance = weights.values(norm, "moving_variance");
    double[] factor = new double[gamma.length];
    float[] bias = new float[gamma.length];
    for (int c = 0; c < factor.length; c++) {
      factor[c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
      bias[c] = (float) (beta[c] - mean[c] * factor[c]);
    }
    float[] folded = new float[kernel.length];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = (float) (kernel[i] * factor[i % factor.length] * inputScale);
    }
    return new FoldedKernel(folded, bias);
  }

  /** A kernel without batch norm for a scaled input; the bias has a number added to each value. */
  static FoldedKernel of(float[] kernel, float[] bias, double inputScale, double plus) {
    float[] scaled = new float[kernel.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (kernel[i] * inputScale);
    }
    float[] shifted = new float[bias.length];
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] = (float) (bias[i] + plus);
    }
    return new FoldedKernel(scaled, shifted);
  }
}
