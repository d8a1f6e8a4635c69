package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.PublishedComparison;
import io.mobilespark.labels.ClassList;
import java.util.List;

/**
 * What a report is about.
 *
 * @param evaluation the figures
 * @param run what they belong to
 * @param classes names the class indices
 * @param published figures of the same variant
 */
public record EvaluationReport(
    Evaluation evaluation,
    EvaluatedRun run,
    ClassList classes,
    List<PublishedComparison> published) {
  /** Puts the published figures beside. */
  public static EvaluationReport of(Evaluation evaluation, EvaluatedRun run, ClassList classes) {
    return new EvaluationReport(
        evaluation,
        run,
        classes,
        PublishedComparison.of(run.model(), run.preset(), evaluation.top1()));
  }
}
