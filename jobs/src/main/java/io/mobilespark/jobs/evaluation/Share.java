// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A share of pictures.
 *
 * @param hits pictures that are right
 * @param of pictures that count
 */
public record Share(long hits, long of) {
  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /** Checks that there are no more hits than pictures. */
  public Share {
    if (hits < 0 || hits > of) {
      throw new IllegalArgumentException(hits + " hits of " + of);
    }
  }

  /** 0 to 1; empty when nothing counts. */
  public OptionalDouble value() {
    return of == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / of);
  }

  /** The 95 % interval of Wilson (1927, "Probable Inference", JASA 22). */
  public Optional<Interval> interval() {
    if (of == 0) {
      return Optional.empty();
    }
    double n = of;
    double p = hits / n;
    double centre = p + Z * Z / (2 * n);
    double reach = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    double scale = 1 + Z * Z / n;
    return Optional.of(
        new Interval(Math.max(0, (centre - reach) / scale), Math.min(1, (centre + reach) / scale)));
  }
}
