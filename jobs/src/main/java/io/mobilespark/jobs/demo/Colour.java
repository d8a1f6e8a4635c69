// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.util.random.RandomGenerator;

/**
 * A colour.
 *
 * @param red 0 to 1, like green and blue
 */
record Colour(double red, double green, double blue) {
  static Colour random(RandomGenerator random) {
    return new Colour(random.nextDouble(), random.nextDouble(), random.nextDouble());
  }

  /** One whose lightness differs from both, so that it shows on them in greys as well. */
  static Colour showingOn(Colour first, Colour second, double contrast, RandomGenerator random) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      Colour colour = random(random);
      double one = colour.luma() - first.luma();
      double other = colour.luma() - second.luma();
      if (Math.min(Math.abs(one), Math.abs(other)) >= contrast && one * other > 0) {
        return colour;
      }
    }
    return first.luma() + second.luma() > 1 ? new Colour(0, 0, 0) : new Colour(1, 1, 1);
  }

  /** One nearby. */
  Colour shifted(double by, RandomGenerator random) {
    return new Colour(
        clamp(red + Chance.between(random, -by, by)),
        clamp(green + Chance.between(random, -by, by)),
        clamp(blue + Chance.between(random, -by, by)));
  }

  /** Rec. 601 luma, 0 to 1. */
  double luma() {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  /** Lays this colour over a pixel of red, green and blue. */
  void cover(double[] pixel, double coverage) {
    pixel[0] += coverage * (red - pixel[0]);
    pixel[1] += coverage * (green - pixel[1]);
    pixel[2] += coverage * (blue - pixel[2]);
  }

  private static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
