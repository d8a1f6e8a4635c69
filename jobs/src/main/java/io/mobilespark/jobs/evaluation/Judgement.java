// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

/**
 * Figures, and how truth and table were brought together for them.
 *
 * @param evaluation the figures
 * @param names gives the pictures' paths by the keys in the figures
 */
public record Judgement(Evaluation evaluation, PictureNames names) {
  /** How many pictures of truth and table have met. */
  public NameMatch match() {
    return NameMatch.of(evaluation.counts(), names.parts());
  }
}
