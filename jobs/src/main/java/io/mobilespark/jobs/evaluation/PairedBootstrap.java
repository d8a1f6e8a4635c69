// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * The bootstrap interval of the difference of two shares over the same pictures. A picture is right
 * in both runs, in one, in the other, or in none, so resampling pictures is drawing these four
 * counts from a multinomial distribution: the cost does not depend on the number of pictures.
 *
 * @param resamples how often to draw
 * @param seed makes the interval the same again
 */
public record PairedBootstrap(int resamples, long seed) {
  /** 10,000 draws, seed 2012. */
  public static final PairedBootstrap DEFAULT = new PairedBootstrap(10_000, 2012);

  /** From this variance on a binomial count is drawn as a rounded normal one. */
  private static final double NORMAL_FROM_VARIANCE = 10_000;

  /** Checks that there is something to rank. */
  public PairedBootstrap {
    if (resamples < 100) {
      throw new IllegalArgumentException("Resamples are 100 or more: " + resamples);
    }
  }

  /**
   * The 95 % percentile interval of (B right - A right) / pictures.
   *
   * @param onlyA pictures that only A has right
   * @param onlyB pictures that only B has right
   * @param pictures all, at least 1
   */
  public Interval interval(long onlyA, long onlyB, long pictures) {
    if (pictures < 1 || onlyA < 0 || onlyB < 0 || onlyA + onlyB > pictures) {
      throw new IllegalArgumentException(
          onlyA + " and " + onlyB + " of " + pictures + " pictures differ");
    }
    RandomGenerator random = new Well19937c(seed);
    double[] differences = new double[resamples];
    double shareA = (double) onlyA / pictures;
    // Given the first count, the second is binomial among the rest.
    double shareB = onlyA == pictures ? 0 : (double) onlyB / (pictures - onlyA);
    for (int i = 0; i < resamples; i++) {
      long a = draw(random, pictures, shareA);
      long b = draw(random, pictures - a, shareB);
      differences[i] = (double) (b - a) / pictures;
    }
    Arrays.sort(differences);
    return new Interval(quantile(differences, 0.025), quantile(differences, 0.975));
  }

  private static long draw(RandomGenerator random, long trials, double probability) {
    if (trials == 0 || probability == 0) {
      return 0;
    }
    double variance = trials * probability * (1 - probability);
    if (variance > NORMAL_FROM_VARIANCE || trials > Integer.MAX_VALUE) {
      double drawn = trials * probability + Math.sqrt(variance) * random.nextGaussian();
      return Math.min(trials, Math.max(0, Math.round(drawn)));
    }
    return new BinomialDistribution(random, (int) trials, Math.min(1, probability)).sample();
  }

  /** Between neighbours linearly, as NumPy does. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
