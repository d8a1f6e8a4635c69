// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

/**
 * Keys's cubic convolution kernel (R. Keys, Cubic Convolution Interpolation for Digital Image
 * Processing, 1981, equation 15 with its free parameter).
 */
final class Cubic {
  private Cubic() {}

  /**
   * The weight of a sample.
   *
   * @param distance from the sample, in samples
   * @param a the slope at distance 1: -0.5 in Pillow, -0.75 in OpenCV
   */
  static double weight(double distance, double a) {
    double u = Math.abs(distance);
    if (u < 1) {
      return ((a + 2) * u - (a + 3)) * u * u + 1;
    }
    return u < 2 ? (((u - 5) * u + 8) * u - 4) * a : 0;
  }
}
