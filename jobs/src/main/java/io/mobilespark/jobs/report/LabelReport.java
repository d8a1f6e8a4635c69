// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.LabelEvaluation;
import io.mobilespark.jobs.evaluation.NameMatch;
import io.mobilespark.labels.ClassList;

/**
 * What a report on independent labels is about.
 *
 * @param evaluation the figures
 * @param run what they belong to
 * @param classes names the labels
 * @param match how many pictures of truth and table have met
 */
public record LabelReport(
    LabelEvaluation evaluation, EvaluatedRun run, ClassList classes, NameMatch match)
    implements AccuracyReport {
  @Override
  public Evaluation.Counts counts() {
    return evaluation.counts();
  }
}
