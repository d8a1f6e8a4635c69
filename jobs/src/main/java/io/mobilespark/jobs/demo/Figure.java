// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.util.random.RandomGenerator;

/**
 * A motif in its place, in two nearby colours that blend across it.
 *
 * @param variation the motif's proportions, 0 to 1
 */
record Figure(Motif motif, double variation, Placement placement, Colour near, Colour far) {

  /** The motif somewhere in a picture, most of it inside, in a colour that shows on the ground. */
  static Figure random(
      Motif motif, int width, int height, Background background, RandomGenerator random) {
    int side = Math.min(width, height);
    double radius =
        side
            * (motif.texture()
                ? Chance.between(random, 0.36, 0.7)
                : Chance.between(random, 0.22, 0.44));
    double margin = Math.min(radius * 0.85, side * 0.42);
    Colour near = Colour.showingOn(background.first(), background.second(), 0.17, random);
    return new Figure(
        motif,
        random.nextDouble(),
        Placement.random(
            Chance.between(random, margin, width - margin),
            Chance.between(random, margin, height - margin),
            radius,
            random),
        near,
        near.shifted(0.08, random));
  }

  void paint(double pixelX, double pixelY, double[] pixel) {
    double x = placement.x(pixelX, pixelY);
    double y = placement.y(pixelX, pixelY);
    double coverage = placement.coverage(motif.distance(x, y, variation));
    if (coverage > 0) {
      double blend = Math.max(0, Math.min(1, 0.5 + x / 2));
      near.cover(pixel, coverage * (1 - blend));
      // Over what is left: together the two cover exactly as much as one would.
      far.cover(pixel, coverage * blend / (1 - coverage * (1 - blend) + 1e-12));
    }
  }
}
