// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.LabelEvaluation;
import io.mobilespark.jobs.evaluation.LabelFigures;

/**
 * {@code report.json} of independent labels. Shares are 0 to 1, not percent; a share of nothing is
 * null.
 */
public final class LabelJson {
  private LabelJson() {}

  /** The file's text. */
  public static String of(LabelReport report) {
    Evaluation.Counts counts = report.counts();
    JsonText json =
        new JsonText()
            .put("scores", "labels")
            .put("matched", ComparisonReport.match(report.match()))
            .put("images", counts.images())
            .put("classified", counts.classified())
            .put("rejected", counts.rejected().count())
            .put("missing", counts.missing().count())
            .put("surplus", counts.surplus().count())
            .put("unlabelled", counts.unlabelled().count());
    figures(json, report.evaluation());
    EvaluationJson.put(json, report.run());
    return json.put(
            "per_label",
            report.evaluation().perLabel().stream()
                .map(figures -> perLabel(figures, report))
                .toList())
        .put("rejected_pictures", EvaluationJson.rejected(counts.rejected()))
        .put("missing_pictures", (Object) counts.missing().names())
        .put("surplus_pictures", (Object) counts.surplus().names())
        .put("unlabelled_pictures", (Object) counts.unlabelled().names())
        .toString();
  }

  /** The figures over all labels. */
  static JsonText figures(JsonText json, LabelEvaluation evaluation) {
    return json.put("threshold", Double.parseDouble(String.valueOf(evaluation.threshold())))
        .put("map", evaluation.meanAveragePrecision())
        .put("labels_with_pictures", evaluation.labelsWithPictures())
        .put("micro_f1", evaluation.microF1())
        .put("macro_f1", evaluation.macroF1())
        .put("micro_precision", evaluation.microPrecision().value())
        .put("micro_recall", evaluation.microRecall().value())
        .put("exact_match", evaluation.exact().value())
        .putInterval("exact_match_ci95", evaluation.exact().interval());
  }

  private static JsonText perLabel(LabelFigures figures, LabelReport report) {
    return new JsonText()
        .put("index", figures.index())
        .put("label", report.classes().label(figures.index()))
        .put("name", report.classes().name(figures.index()))
        .put("support", figures.support())
        .put("predicted", figures.predicted())
        .put("average_precision", figures.averagePrecision())
        .put("precision", figures.precision())
        .put("recall", figures.recall())
        .put("f1", figures.f1());
  }
}
