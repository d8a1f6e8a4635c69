// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Chance;
import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.Judgement;
import io.mobilespark.jobs.evaluation.NameMatch;
import io.mobilespark.jobs.evaluation.PublishedComparison;
import io.mobilespark.labels.ClassList;
import java.util.List;
import java.util.Optional;

/**
 * What a report is about.
 *
 * @param evaluation the figures
 * @param run what they belong to
 * @param classes names the class indices
 * @param match how many pictures of truth and table have met
 * @param chance present where guessing is as good
 * @param published figures of the same variant; none where guessing is as good
 */
public record EvaluationReport(
    Evaluation evaluation,
    EvaluatedRun run,
    ClassList classes,
    NameMatch match,
    Optional<Chance> chance,
    List<PublishedComparison> published)
    implements AccuracyReport {
  @Override
  public Evaluation.Counts counts() {
    return evaluation.counts();
  }

  /** Judges the figures; truth and table met by the files' names. */
  public static EvaluationReport of(Evaluation evaluation, EvaluatedRun run, ClassList classes) {
    return of(evaluation, NameMatch.of(evaluation.counts(), 1), run, classes);
  }

  /** Judges the figures. */
  public static EvaluationReport of(Judgement judgement, EvaluatedRun run, ClassList classes) {
    return of(judgement.evaluation(), judgement.match(), run, classes);
  }

  private static EvaluationReport of(
      Evaluation evaluation, NameMatch match, EvaluatedRun run, ClassList classes) {
    Optional<Chance> chance = Chance.of(evaluation.pairs(), classes);
    return new EvaluationReport(
        evaluation,
        run,
        classes,
        match,
        chance,
        chance.isPresent()
            ? List.of()
            : PublishedComparison.of(run.model(), run.preset(), evaluation.top1()));
  }
}
