// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.demo;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Draws of chance that come out the same on every machine: whole numbers, IEEE arithmetic, {@link
 * StrictMath}; nothing whose last bit the platform may choose.
 */
final class Chance {
  private Chance() {}

  /** A generator of its own for one picture, so that no picture depends on the others. */
  static RandomGenerator of(long seed, long index) {
    return new SplittableRandom(hash(hash(seed) + index));
  }

  /** A well mixed 64-bit value of another. */
  static long hash(long value) {
    return new SplittableRandom(value).nextLong();
  }

  static double between(RandomGenerator random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  static <T> T oneOf(RandomGenerator random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A tilt of any angle as a unit vector. */
  static double[] direction(RandomGenerator random) {
    double angle = between(random, 0, 2 * StrictMath.PI);
    return new double[] {StrictMath.cos(angle), StrictMath.sin(angle)};
  }

  /** The length of a vector; faster than {@link Math#hypot}, and nothing here overflows. */
  static double length(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }
}
