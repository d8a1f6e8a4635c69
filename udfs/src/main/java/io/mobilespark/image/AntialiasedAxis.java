// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * The weights of Pillow's resize along one axis: a kernel widened by the reduction, its weights
 * normalised to a sum of 1 and rounded to 22 bits behind the point ({@code precompute_coeffs} and
 * {@code normalize_coeffs_8bpc} of Pillow's Resample.c).
 */
final class AntialiasedAxis {
  static final int PRECISION_BITS = 22;

  private final int[] low;
  private final int[][] weights;

  AntialiasedAxis(Placement placement, Kernel kernel) {
    int source = placement.source();
    low = new int[placement.kept()];
    weights = new int[placement.kept()][];
    double scale = Math.max((double) source / placement.resized(), 1);
    double support = kernel.support * scale;
    for (int i = 0; i < low.length; i++) {
      double centre = placement.centre(i);
      low[i] = Math.max((int) (centre - support + 0.5), 0);
      int high = Math.min((int) (centre + support + 0.5), source);
      double[] exact = new double[high - low[i]];
      double sum = 0;
      for (int t = 0; t < exact.length; t++) {
        exact[t] = kernel.weight((low[i] + t - centre + 0.5) * (1 / scale));
        sum += exact[t];
      }
      weights[i] = fixedPoint(exact, sum);
    }
  }

  int length() {
    return low.length;
  }

  /** The first source position that output {@code i} reads. */
  int low(int i) {
    return low[i];
  }

  /** The weights of the positions from {@link #low} on. */
  int[] weights(int i) {
    return weights[i];
  }

  /** The first source position that any output reads. */
  int first() {
    return low[0];
  }

  /** How many source positions the outputs read, from {@link #first} on. */
  int span() {
    return end() - first();
  }

  /** One behind the last source position that any output reads. */
  int end() {
    int last = low.length - 1;
    return low[last] + weights[last].length;
  }

  private static int[] fixedPoint(double[] exact, double sum) {
    int[] rounded = new int[exact.length];
    for (int t = 0; t < exact.length; t++) {
      double scaled = exact[t] * (1 / sum) * (1 << PRECISION_BITS);
      rounded[t] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    return rounded;
  }

  /** A filter: the weight of a sample at a distance, and the distance from which on it is 0. */
  enum Kernel {
    /** PIL.Image.BILINEAR. */
    BILINEAR(1) {
      @Override
      double weight(double distance) {
        return Math.max(1 - Math.abs(distance), 0);
      }
    },
    /** PIL.Image.BICUBIC: Keys's cubic with a = -0.5. */
    BICUBIC(2) {
      @Override
      double weight(double distance) {
        return Cubic.weight(distance, -0.5);
      }
    };

    private final double support;

    Kernel(double support) {
      this.support = support;
    }

    abstract double weight(double distance);
  }
}
