// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.LabelEvaluation;
import io.mobilespark.jobs.evaluation.LabelFigures;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The summary of a report on independent labels as lines for a terminal. */
final class LabelText {
  private static final int MOST_LABELS = 50;

  private final StringBuilder text = new StringBuilder();

  private LabelText() {}

  /** The lines. */
  static String of(LabelReport report) {
    LabelText lines = new LabelText();
    lines.line("Matched", report.match().toString());
    lines.counts(report.counts());
    lines.figures(report);
    lines.labels(report);
    lines.run(report.run());
    return lines.text.toString();
  }

  private void counts(Evaluation.Counts counts) {
    long unlabelled = counts.unlabelled().count();
    line(
        "Pictures",
        Figures.count(counts.images())
            + (unlabelled == 0 ? ", all of which count" : ", those that were labelled"));
    line("", Figures.count(counts.classified()) + " with scores");
    line("", Figures.count(counts.rejected().count()) + " rejected, counted as given no label");
    line("", Figures.count(counts.missing().count()) + " missing, counted as given no label");
    line("", Figures.count(counts.surplus().count()) + " without truth, not counted");
    if (unlabelled > 0) {
      line("", Figures.count(unlabelled) + " of the truth not labelled, not counted");
    }
  }

  private void figures(LabelReport report) {
    LabelEvaluation evaluation = report.evaluation();
    line(
        "mAP",
        String.format(
            Locale.ROOT,
            "%s, the mean of %s of %s labels",
            number(evaluation.meanAveragePrecision()),
            Figures.count(evaluation.labelsWithPictures()),
            Figures.count(report.classes().size())));
    line("Threshold", String.valueOf(evaluation.threshold()));
    line(
        "F1",
        number(evaluation.microF1())
            + " over all labels (micro), "
            + number(evaluation.macroF1())
            + " the mean of a label (macro)");
    line("Precision", Figures.percent(evaluation.microPrecision().value()) + " over all labels");
    line("Recall", Figures.percent(evaluation.microRecall().value()) + " over all labels");
    line("Exact", Figures.withInterval(evaluation.exact()) + " given their labels and no others");
  }

  private void labels(LabelReport report) {
    List<LabelFigures> worst =
        report.evaluation().perLabel().stream()
            .filter(label -> label.support() + label.predicted() > 0)
            .sorted(
                Comparator.comparingDouble(
                    (LabelFigures label) -> label.averagePrecision().orElse(2)))
            .limit(MOST_LABELS)
            .toList();
    for (LabelFigures label : worst) {
      line(
          "Label",
          String.format(
              Locale.ROOT,
              "%s: AP %s, F1 %s, precision %s, recall %s, %s",
              report.classes().name(label.index()),
              number(label.averagePrecision()),
              number(label.f1()),
              Figures.percent(label.precision()),
              Figures.percent(label.recall()),
              Figures.count(label.support()) + (label.support() == 1 ? " picture" : " pictures")));
    }
    if (report.evaluation().perLabel().size() > MOST_LABELS) {
      line("", "the " + MOST_LABELS + " with the least AP; all stand in the report");
    }
  }

  private void run(EvaluatedRun run) {
    line("Model", run.model());
    line("Preset", run.preset());
    run.weightsSha256().ifPresent(hash -> line("Weights", "sha256 " + hash));
    line("Truth", run.recognition());
  }

  private static String number(OptionalDouble value) {
    return Figures.decimals(value, 4);
  }

  private void line(String title, String value) {
    text.append(String.format(Locale.ROOT, "%-11s ", title))
        .append(value)
        .append(System.lineSeparator());
  }
}
