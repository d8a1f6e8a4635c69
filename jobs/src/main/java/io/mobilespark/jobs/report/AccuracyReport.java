// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.NameMatch;
import io.mobilespark.labels.ClassList;

/** What was found by judging a table, in the figures that fit the kind of its scores. */
public sealed interface AccuracyReport permits EvaluationReport, LabelReport {
  /** What the figures belong to. */
  EvaluatedRun run();

  /** Names the class indices. */
  ClassList classes();

  /** How many pictures of truth and table have met. */
  NameMatch match();

  /** Pictures by what became of them. */
  Evaluation.Counts counts();

  /** The summary as lines for a terminal. */
  default String text() {
    return this instanceof LabelReport labels
        ? LabelText.of(labels)
        : EvaluationText.of((EvaluationReport) this);
  }
}
