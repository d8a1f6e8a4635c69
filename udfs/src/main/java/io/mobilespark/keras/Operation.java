// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.List;

/**
 * What a node of a traced model computes: the few things that all layers come down to, in
 * inference. Arrays are handed over, and written to by nobody after.
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
sealed interface Operation {

  /** The pictures. */
  record Input() implements Operation {}

  /** {@code scale * x + offset}, one of each a channel or one for all. */
  record Affine(double[] scale, double[] offset) implements Operation {
    static Affine of(double scale, double offset) {
      return new Affine(new double[] {scale}, new double[] {offset});
    }
  }

  /**
   * A convolution, then {@code + bias}.
   *
   * @param kernel output channels innermost, but of one that is depthwise, whose last side is 1 or
   *     the multiplier
   * @param shape of the kernel
   * @param depthwise whether each channel goes by itself
   * @param window how it moves
   * @param bias one value an output channel; empty for none
   */
  record Convolution(
      float[] kernel, List<Integer> shape, boolean depthwise, Window window, double[] bias)
      implements Operation {
    Convolution with(double[] other) {
      return new Convolution(kernel, shape, depthwise, window, other);
    }

    int outputs() {
      return depthwise ? shape.get(2) * shape.get(3) : shape.get(3);
    }
  }

  /** A product with a matrix {@code [inputs, units]}, then {@code + bias}. */
  record Product(float[] kernel, int units, double[] bias) implements Operation {}

  /** Rows and columns of one value around a map. */
  record Pad(int top, int bottom, int left, int right) implements Operation {}

  /** The values along a side in the opposite order. */
  record Reverse(int side) implements Operation {}

  /** A part of a map. */
  record Crop(int top, int left) implements Operation {}

  /** The mean or the maximum over rows and columns, which become sides of 1. */
  record Global(Kind kind) implements Operation {}

  /** The mean or the maximum in windows. */
  record Pool(Kind kind, List<Integer> size, Window window) implements Operation {}

  /** What of several values is kept. */
  enum Kind {
    MEAN,
    MAXIMUM
  }

  /** The same values in another shape. */
  record Reshape() implements Operation {}

  /** A function of each value. */
  record Function(Elementwise elementwise, double parameter) implements Operation {
    static Function of(Elementwise elementwise) {
      return new Function(elementwise, 0);
    }
  }

  /**
   * {@code max(x, 0) + slope * min(x, 0)}; slopes have the shape of a picture's values, or sides of
   * 1.
   */
  record Slopes(float[] slopes, List<Integer> shape) implements Operation {}

  /** Two tensors value by value, sides of 1 broadcast. */
  record Binary(Pairwise pairwise) implements Operation {}

  /** Tensors behind each other along a side. */
  record Concatenation(int side) implements Operation {}

  /**
   * A map with other sides; half-pixel centres.
   *
   * @param antialiased whether kernels are wider where sides shrink
   * @param from height and width that go in
   */
  record Resize(Resampling resampling, boolean antialiased, List<Integer> from)
      implements Operation {}

  /** How pixels between pixels are made. */
  enum Resampling {
    NEAREST,
    BILINEAR,
    BICUBIC,
    AREA,
    LANCZOS3,
    LANCZOS5,
    GAUSSIAN,
    MITCHELLCUBIC
  }

  /** Probabilities along the last side. */
  record Softmax() implements Operation {}

  /** Their logarithms. */
  record LogSoftmax() implements Operation {}

  /** Functions of one value; what they need beside it is their parameter. */
  enum Elementwise {
    RELU,
    RELU6,
    LEAKY_RELU,
    ELU,
    SELU,
    SIGMOID,
    TANH,
    SOFTPLUS,
    SOFTSIGN,
    EXPONENTIAL,
    SWISH,
    HARD_SWISH,
    GELU,
    /** The approximation by a hyperbolic tangent. */
    GELU_TANH,
    MISH,
    LOG_SIGMOID,
    ABSOLUTE,
    SIGN,
    SQUARE,
    SQUARE_ROOT,
    LOGARITHM,
    /** The value to the power of the parameter. */
    POWER,
    /** The smaller of the value and the parameter. */
    AT_MOST,
    /** The larger of the value and the parameter. */
    AT_LEAST
  }

  /** Functions of two values. */
  enum Pairwise {
    SUM,
    DIFFERENCE,
    PRODUCT,
    QUOTIENT,
    MAXIMUM,
    MINIMUM
  }
}
