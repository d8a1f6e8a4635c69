// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A small thing that is no motif: an elongated speck or a hair.
 *
 * @param slimness how much longer than wide, at least 1
 */
record Clutter(Placement placement, double slimness, Colour colour) {

  /** Up to six, of a size that cannot be taken for a motif of the given radius in pixels. */
  static List<Clutter> scattered(
      int width, int height, double motifRadius, RandomGenerator random) {
    List<Clutter> all = new ArrayList<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      boolean hair = random.nextBoolean();
      double radius =
          motifRadius
              * (hair ? Chance.between(random, 0.3, 0.7) : Chance.between(random, 0.05, 0.16));
      all.add(
          new Clutter(
              Placement.random(
                  random.nextDouble() * width, random.nextDouble() * height, radius, random),
              hair ? radius / Chance.between(random, 0.6, 1.6) : Chance.between(random, 1.2, 3),
              Colour.random(random)));
    }
    return List.copyOf(all);
  }

  Clutter {
    slimness = Math.max(1, slimness);
  }

  void paint(double pixelX, double pixelY, double[] pixel) {
    double reach = placement.radius() * 1.4 + 1;
    if (Math.abs(pixelX - placement.centreX()) > reach
        || Math.abs(pixelY - placement.centreY()) > reach) {
      return;
    }
    double x = placement.x(pixelX, pixelY);
    double y = placement.y(pixelX, pixelY);
    // The distance to an ellipse, good near its edge: the field's value over its slope.
    double value = Chance.length(x, y * slimness);
    double slope = Chance.length(x, y * slimness * slimness) / Math.max(value, 1e-9);
    colour.cover(pixel, placement.coverage((value - 1) / Math.max(slope, 1)));
  }
}
