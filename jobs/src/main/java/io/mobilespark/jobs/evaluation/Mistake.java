// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A picture that was taken for something else.
 *
 * @param key of the picture
 * @param truth its class index
 * @param prediction the class index ranked first
 * @param probability of that class
 */
public record Mistake(String key, int truth, int prediction, float probability)
    implements Serializable {
  /** The most confident first. */
  static final Comparator<Mistake> BY_CONFIDENCE =
      Comparator.comparingDouble(Mistake::probability).reversed().thenComparing(Mistake::key);
}
