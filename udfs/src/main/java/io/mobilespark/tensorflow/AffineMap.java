// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model does to a pixel before its first convolution: {@code scale * x + offset}, the mean
 * of the three channels.
 *
 * @param scale above 0
 * @param offset what becomes of 0
 */
public record AffineMap(double scale, double offset) {
  private static final double TOLERANCE = 1e-4;

  /** The widths of values that networks are trained on: -1 to 1 has 2, ImageNet's norm some 5. */
  private static final double LEAST_WIDTH = 0.9;

  private static final double MOST_WIDTH = 8;

  /** How far the middle may lie from 0, in widths: 0 to 1 has 0.5. */
  private static final double MOST_SHIFT = 0.6;

  /** By how much a range must lie better around 0 than the next best one. */
  private static final double MARGIN = 0.12;

  private record Candidate(InputRange range, double shift) {}

  /**
   * The range that the map takes to values of a network's usual size around 0; the network's own
   * convention where it changes nothing. Empty where no range, or more than one, would fit.
   */
  public Optional<InputRange> range() {
    if (Math.abs(scale - 1) < TOLERANCE && Math.abs(offset) < TOLERANCE) {
      return Optional.of(InputRange.SYMMETRIC);
    }
    List<Candidate> candidates = new ArrayList<>();
    for (InputRange range : InputRange.values()) {
      double width = scale * (range.white() - range.black());
      double shift = Math.abs(offset + scale * (range.white() + range.black()) / 2) / width;
      if (width >= LEAST_WIDTH && width <= MOST_WIDTH && shift <= MOST_SHIFT) {
        candidates.add(new Candidate(range, shift));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::shift));
    boolean told =
        candidates.size() == 1
            || (candidates.size() > 1
                && candidates.get(1).shift - candidates.get(0).shift >= MARGIN);
    return told ? Optional.of(candidates.get(0).range) : Optional.empty();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.6g * x + %.6g", scale, offset);
  }
}
