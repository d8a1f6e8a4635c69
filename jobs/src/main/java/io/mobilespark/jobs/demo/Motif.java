// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.util.Locale;

/**
 * What a drawing shows: its class. The order is the order of the model's outputs; names sort
 * alphabetically, so that it is also the order of the folders.
 *
 * <p>Each is a field of signed distances over a plane whose unit is the motif's radius: below 0
 * inside, above 0 outside, its size about the distance to the edge. {@code variation} from 0 to 1
 * changes proportions, never the class.
 */
enum Motif {
  CHECKERBOARD(true),
  CROSS(false),
  DISC(false),
  DOTS(true),
  RING(false),
  SPIRAL(false),
  SQUARE(false),
  STAR(false),
  STRIPES(true),
  TRIANGLE(false);

  private final boolean texture;

  Motif(boolean texture) {
    this.texture = texture;
  }

  /** The class as written in labels, folders and file names. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a pattern that needs a larger patch to be told apart. */
  boolean texture() {
    return texture;
  }

  double distance(double x, double y, double variation) {
    return switch (this) {
      case CHECKERBOARD -> checkerboard(x, y, variation);
      case CROSS -> cross(x, y, variation);
      case DISC -> Chance.length(x, y) - 1;
      case DOTS -> dots(x, y, variation);
      case RING -> ring(x, y, variation);
      case SPIRAL -> spiral(x, y, variation);
      case SQUARE -> box(x, y, 0.85, 0.85);
      case STAR -> star(x, y, variation);
      case STRIPES -> stripes(x, y, variation);
      case TRIANGLE -> Math.max(-y, Math.abs(x) * Math.sqrt(0.75) + y * 0.5) - 0.5;
    };
  }

  private static double checkerboard(double x, double y, double variation) {
    double cell = 0.46 - 0.16 * variation;
    double toEdge =
        Math.min(cell / 2 - Math.abs(wrap(x, cell)), cell / 2 - Math.abs(wrap(y, cell)));
    boolean even = ((Math.round(x / cell) + Math.round(y / cell)) & 1) == 0;
    return Math.max(even ? -toEdge : toEdge, box(x, y, 1, 1));
  }

  private static double cross(double x, double y, double variation) {
    double arm = 0.2 + 0.14 * variation;
    return Math.min(box(x, y, 1, arm), box(x, y, arm, 1));
  }

  private static double dots(double x, double y, double variation) {
    double pitch = 0.52 - 0.18 * variation;
    double dot = Chance.length(wrap(x, pitch), wrap(y, pitch)) - 0.31 * pitch;
    return Math.max(dot, box(x, y, 1, 1));
  }

  private static double ring(double x, double y, double variation) {
    double half = 0.1 + 0.1 * variation;
    return Math.abs(Chance.length(x, y) - (1 - half)) - half;
  }

  private static double stripes(double x, double y, double variation) {
    double period = 0.56 - 0.2 * variation;
    return Math.max(Math.abs(wrap(x, period)) - period / 4, box(x, y, 1, 1));
  }

  /** Archimedes' spiral, cut off at the unit circle. */
  private static double spiral(double x, double y, double variation) {
    double radius = Chance.length(x, y);
    double pitch = 0.46 - 0.14 * variation;
    double arm = radius - pitch * StrictMath.atan2(y, x) / (2 * StrictMath.PI);
    return Math.max(Math.abs(wrap(arm, pitch)) - pitch / 4, radius - 1);
  }

  /**
   * The star polygon {n/2}: all points that lie beyond at most one of the n sides of the regular
   * polygon within, hence the second largest of the distances to its sides.
   */
  private static double star(double x, double y, double variation) {
    int points = variation < 0.6 ? 5 : 6;
    double largest = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (int side = 0; side < points; side++) {
      double distance = x * StarSides.X[points][side] + y * StarSides.Y[points][side];
      second = Math.max(second, Math.min(distance, largest));
      largest = Math.max(largest, distance);
    }
    return second - StarSides.INNER[points];
  }

  private static double box(double x, double y, double halfWidth, double halfHeight) {
    return Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);
  }

  /** The distance to the nearest multiple of the period, with its sign. */
  private static double wrap(double value, double period) {
    return value - period * Math.rint(value / period);
  }

  /** Outward normals of the sides of regular polygons, and how far the sides lie out. */
  private static final class StarSides {
    static final double[][] X = new double[7][];
    static final double[][] Y = new double[7][];
    static final double[] INNER = new double[7];

    static {
      for (int points = 5; points <= 6; points++) {
        X[points] = new double[points];
        Y[points] = new double[points];
        for (int side = 0; side < points; side++) {
          double angle = 2 * StrictMath.PI * side / points;
          X[points][side] = StrictMath.cos(angle);
          Y[points][side] = StrictMath.sin(angle);
        }
        INNER[points] = StrictMath.cos(2 * StrictMath.PI / points);
      }
    }
  }
}
