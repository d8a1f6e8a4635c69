// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.LabelEvaluation;
import io.mobilespark.jobs.evaluation.LabelFigures;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code report.html} of independent labels: one file that needs no other. */
public final class LabelPage {
  /** A list of more labels than this is cut, the worst kept. */
  private static final int MOST_LABELS = 3000;

  private LabelPage() {}

  /** The page's text. */
  public static String html(LabelReport report) {
    HtmlPage page = new HtmlPage("Accuracy of " + report.run().model());
    page.paragraph("Matched: " + report.match());
    EvaluatedRun run = report.run();
    page.raw("<dl>\n")
        .term("Model", run.model())
        .term("Preset", run.preset())
        .term("Weights", run.weightsSha256().map(h -> "sha256 " + h).orElse("no run manifest"))
        .term("Truth", run.recognition())
        .term("Predictions", run.predictions())
        .raw("</dl>\n");
    cards(report, page);
    page.paragraph(
        String.format(
            Locale.ROOT,
            "Labels are independent: a picture has any number of them, and is given those whose"
                + " probability is %s or more. AP is the average precision over all thresholds, as"
                + " scikit-learn's average_precision_score; mAP is its mean over the labels that a"
                + " picture of the truth has.",
            report.evaluation().threshold()));
    labels(report, page);
    listings(report.counts(), page);
    return page.end(ReportScript.JAVASCRIPT);
  }

  private static void cards(LabelReport report, HtmlPage page) {
    LabelEvaluation evaluation = report.evaluation();
    Evaluation.Counts counts = report.counts();
    page.raw("<ul class=\"cards\">\n")
        .card(
            "mAP",
            Figures.decimals(evaluation.meanAveragePrecision(), 4),
            "of "
                + Figures.count(evaluation.labelsWithPictures())
                + " of "
                + Figures.count(report.classes().size())
                + " labels")
        .card(
            "F1, all labels",
            Figures.decimals(evaluation.microF1(), 4),
            "micro, at " + evaluation.threshold())
        .card(
            "F1, mean of a label",
            Figures.decimals(evaluation.macroF1(), 4),
            "macro, at " + evaluation.threshold())
        .card("Precision", Figures.percent(evaluation.microPrecision().value()), "of all labels")
        .card("Recall", Figures.percent(evaluation.microRecall().value()), "of all labels")
        .card(
            "Exact matches",
            Figures.percent(evaluation.exact().value()),
            evaluation
                .exact()
                .interval()
                .map(
                    i ->
                        String.format(
                            Locale.ROOT, "95 %%: %.2f to %.2f", 100 * i.low(), 100 * i.high()))
                .orElse("of no picture"))
        .card(
            "Pictures",
            Figures.count(counts.images()),
            Figures.count(counts.classified()) + " with scores")
        .card(
            "Given no label",
            Figures.count(counts.rejected().count() + counts.missing().count()),
            Figures.count(counts.rejected().count())
                + " rejected, "
                + Figures.count(counts.missing().count())
                + " missing")
        .card("Without truth", Figures.count(counts.surplus().count()), "not counted");
    if (counts.unlabelled().count() > 0) {
      page.card("Not labelled", Figures.count(counts.unlabelled().count()), "not counted");
    }
    page.raw("</ul>\n");
  }

  private static void labels(LabelReport report, HtmlPage page) {
    List<LabelFigures> labels =
        report.evaluation().perLabel().stream()
            .sorted(
                Comparator.comparingDouble(
                        (LabelFigures label) -> label.averagePrecision().orElse(2))
                    .thenComparingInt(LabelFigures::index))
            .limit(MOST_LABELS)
            .toList();
    page.heading("Labels");
    SortedTable.search(page, labels.size(), "labels");
    page.scroll("Labels", "tall", () -> table(report, labels, page));
  }

  private static void table(LabelReport report, List<LabelFigures> labels, HtmlPage page) {
    page.raw("<table id=\"classes\"><thead><tr>");
    SortedTable.head(page, "Label", "");
    SortedTable.head(page, "Pictures", "n");
    page.raw("<th class=\"n\" aria-sort=\"ascending\"><button type=\"button\">AP %</button></th>");
    SortedTable.head(page, "F1 %", "n");
    SortedTable.head(page, "Precision %", "n wide");
    SortedTable.head(page, "Recall %", "n wide");
    SortedTable.head(page, "Given to", "n wide");
    page.raw("</tr></thead><tbody>\n");
    for (LabelFigures label : labels) {
      page.raw("<tr>");
      SortedTable.named(
          page, report.classes().name(label.index()), report.classes().label(label.index()));
      SortedTable.count(page, "n", label.support());
      SortedTable.share(page, "n", label.averagePrecision());
      SortedTable.share(page, "n", label.f1());
      SortedTable.share(page, "n wide", label.precision());
      SortedTable.share(page, "n wide", label.recall());
      SortedTable.count(page, "n wide", label.predicted());
      page.raw("</tr>\n");
    }
    page.raw("</tbody></table>\n");
  }

  private static void listings(Evaluation.Counts counts, HtmlPage page) {
    if (counts.hasUnjudged()) {
      page.heading("Pictures that were not judged");
    }
    page.names("Rejected, given no label", counts.rejected().count(), counts.rejected().names());
    page.names("Missing, given no label", counts.missing().count(), counts.missing().names());
    page.names("Without truth, not counted", counts.surplus().count(), counts.surplus().names());
    page.names(
        "Not labelled, not counted", counts.unlabelled().count(), counts.unlabelled().names());
  }
}
