// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.util.random.RandomGenerator;

/**
 * Where and how large something lies in a picture, turned and leaning a little.
 *
 * @param centreX in pixels from the left edge
 * @param centreY in pixels from the top edge
 * @param radius in pixels
 * @param xx with xy, yx and yy: the rows of the matrix from pixels off the centre, divided by the
 *     radius, to the motif's plane
 */
record Placement(
    double centreX, double centreY, double radius, double xx, double xy, double yx, double yy) {

  static Placement random(double centreX, double centreY, double radius, RandomGenerator random) {
    double[] turn = Chance.direction(random);
    double stretch = Chance.between(random, 0.88, 1.14);
    double lean = Chance.between(random, -0.15, 0.15);
    return new Placement(
        centreX,
        centreY,
        radius,
        stretch * (turn[0] + lean * turn[1]),
        stretch * (-turn[1] + lean * turn[0]),
        turn[1] / stretch,
        turn[0] / stretch);
  }

  /** The motif plane's x of a point in pixels. */
  double x(double pixelX, double pixelY) {
    return (xx * (pixelX - centreX) + xy * (pixelY - centreY)) / radius;
  }

  /** The motif plane's y of a point in pixels. */
  double y(double pixelX, double pixelY) {
    return (yx * (pixelX - centreX) + yy * (pixelY - centreY)) / radius;
  }

  /** How much of a pixel is inside, 0 to 1, from the distance to the edge in the motif's plane. */
  double coverage(double distance) {
    return Math.max(0, Math.min(1, 0.5 - distance * radius));
  }
}
