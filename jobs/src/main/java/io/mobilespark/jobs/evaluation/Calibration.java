// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether probabilities mean what they say, over the pictures that were classified. Probabilities
 * are the table's float32, widened to double. Figures of no picture are empty.
 *
 * <p>Where all classes were kept, {@link #nll} and {@link #brier} are exact and equal
 * scikit-learn's {@code log_loss} and {@code brier_score_loss(scale_by_half=False)}. Where only the
 * best k were, they are the lowest values that the kept probabilities allow: a true class that was
 * not kept is given as much of the remaining probability as its rank allows, and what remains else
 * is spread evenly. {@link #brierAtMost} is the highest value; the negative log-likelihood has
 * none.
 *
 * @param pictures that were classified
 * @param bins of equal width over the probability of the first class
 * @param complete whether every picture kept all classes
 * @param truncated pictures whose true class was not among the kept ones
 * @param nllSum negative log-likelihoods, natural, clipped to 2^-52 and 1 - 2^-52, summed
 * @param brierSums Brier scores over all classes, summed, at least and at most
 */
public record Calibration(
    long pictures,
    List<Bin> bins,
    boolean complete,
    long truncated,
    double nllSum,
    Interval brierSums) {
  /** Number of bins; the reliability literature's (Guo et al. 2017). */
  public static final int BINS = 15;

  /** Copies the bins. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /** Expected calibration error: the mean gap of confidence and accuracy, weighted by count. */
  public OptionalDouble ece() {
    return mean(
        bins.stream().mapToDouble(bin -> bin.count() == 0 ? 0 : bin.count() * bin.gap()).sum());
  }

  /** Maximum calibration error: the largest gap of a bin that holds something. */
  public OptionalDouble mce() {
    return bins.stream().filter(bin -> bin.count() > 0).mapToDouble(Bin::gap).max();
  }

  /** Mean negative log-likelihood of the true class; at least that much when not complete. */
  public OptionalDouble nll() {
    return mean(nllSum);
  }

  /** Mean Brier score, 0 to 2; at least that much when not complete. */
  public OptionalDouble brier() {
    return mean(brierSums.low());
  }

  /** What the mean Brier score is at most. */
  public OptionalDouble brierAtMost() {
    return mean(brierSums.high());
  }

  private OptionalDouble mean(double sum) {
    return pictures == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / pictures);
  }

  /**
   * Pictures whose first class has a probability above {@code index / 15} and up to {@code (index +
   * 1) / 15}; 0 lies in the first.
   *
   * @param index from 0
   * @param count pictures
   * @param hits those that are right
   * @param confidenceSum probabilities of the first class, summed
   */
  public record Bin(int index, long count, long hits, double confidenceSum) {
    /** The lower edge. */
    public double low() {
      return (double) index / BINS;
    }

    /** The upper edge. */
    public double high() {
      return (double) (index + 1) / BINS;
    }

    /** The share that is right; empty in an empty bin. */
    public OptionalDouble accuracy() {
      return new Share(hits, count).value();
    }

    /** The mean probability; empty in an empty bin. */
    public OptionalDouble confidence() {
      return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(confidenceSum / count);
    }

    double gap() {
      return Math.abs(hits - confidenceSum) / count;
    }
  }
}
