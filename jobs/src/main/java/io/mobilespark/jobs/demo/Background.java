// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What lies behind a motif: two colours and how they blend over the picture.
 *
 * @param acrossX with acrossY: the direction of a gradient, a unit vector
 * @param cells how many clouds lie along the picture's side
 * @param salt makes one picture's clouds differ from the next one's
 */
record Background(
    Kind kind,
    Colour first,
    Colour second,
    double acrossX,
    double acrossY,
    double cells,
    long salt) {

  static Background random(RandomGenerator random) {
    Colour first = Colour.random(random);
    double[] across = Chance.direction(random);
    return new Background(
        Chance.oneOf(random, List.of(Kind.values())),
        first,
        first.shifted(0.35, random),
        across[0],
        across[1],
        Chance.between(random, 2, 12),
        random.nextLong());
  }

  /** Paints one pixel, at x and y from 0 to 1 over the picture. */
  void paint(double x, double y, double[] pixel) {
    pixel[0] = first.red();
    pixel[1] = first.green();
    pixel[2] = first.blue();
    second.cover(
        pixel,
        switch (kind) {
          case PLAIN -> 0;
          case LINEAR -> Math.max(0, Math.min(1, 0.5 + (x - 0.5) * acrossX + (y - 0.5) * acrossY));
          case RADIAL -> Math.min(1, Chance.length(x - 0.5, y - 0.5) * Math.sqrt(2));
          case CLOUDS ->
              0.7 * clouds(x * cells, y * cells) + 0.3 * clouds(x * cells * 3, y * cells * 3);
        });
  }

  /** Random values on a lattice, blended smoothly in between. */
  private double clouds(double x, double y) {
    long column = (long) Math.floor(x);
    long row = (long) Math.floor(y);
    double right = smooth(x - column);
    double down = smooth(y - row);
    double top = lattice(column, row) * (1 - right) + lattice(column + 1, row) * right;
    double bottom = lattice(column, row + 1) * (1 - right) + lattice(column + 1, row + 1) * right;
    return top * (1 - down) + bottom * down;
  }

  private double lattice(long column, long row) {
    long mixed = (salt + column * 0x9E3779B97F4A7C15L) ^ (row * 0xC2B2AE3D27D4EB4FL);
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return (mixed >>> 11) * 0x1.0p-53;
  }

  private static double smooth(double part) {
    return part * part * (3 - 2 * part);
  }

  /** How the two colours blend. */
  enum Kind {
    PLAIN,
    LINEAR,
    RADIAL,
    CLOUDS
  }
}
