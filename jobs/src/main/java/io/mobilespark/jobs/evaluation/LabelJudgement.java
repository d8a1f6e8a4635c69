// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

/**
 * Figures of independent labels, and how truth and table were brought together for them.
 *
 * @param evaluation the figures
 * @param match how many pictures of truth and table have met
 */
public record LabelJudgement(LabelEvaluation evaluation, NameMatch match) {}
