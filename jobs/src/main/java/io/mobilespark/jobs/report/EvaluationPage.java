// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Calibration;
import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.Listing;
import io.mobilespark.jobs.evaluation.Mistake;
import io.mobilespark.jobs.evaluation.PublishedComparison;
import io.mobilespark.jobs.evaluation.Share;
import io.mobilespark.jobs.evaluation.TwoClassFigures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code report.html}: one file that needs no other. Its size depends on the classes only. */
public final class EvaluationPage {
  private final EvaluationReport report;
  private final Map<String, MistakePicture> pictures;
  private final HtmlPage page;

  private EvaluationPage(EvaluationReport report, Map<String, MistakePicture> pictures) {
    this.report = report;
    this.pictures = pictures;
    this.page = new HtmlPage("Accuracy of " + report.run().model());
  }

  /**
   * The page's text.
   *
   * @param pictures of the mistakes by key; those that are absent are shown by their key
   */
  public static String html(EvaluationReport report, Map<String, MistakePicture> pictures) {
    EvaluationPage page = new EvaluationPage(report, pictures);
    page.standing();
    page.run();
    page.cards();
    page.published();
    page.calibration();
    new ConfusionSection(report).append(page.page);
    new ClassSection(report).append(page.page);
    page.gallery();
    page.listings();
    return page.page.end(ReportScript.JAVASCRIPT);
  }

  private void standing() {
    report.chance().ifPresent(chance -> page.warning(chance.toString()));
    page.paragraph("Matched: " + report.match());
  }

  private void run() {
    EvaluatedRun run = report.run();
    page.raw("<dl>\n")
        .term("Model", run.model())
        .term("Preset", run.preset())
        .term("Weights", run.weightsSha256().map(h -> "sha256 " + h).orElse("no run manifest"))
        .term("Truth", run.recognition())
        .term("Predictions", run.predictions())
        .raw("</dl>\n");
  }

  private void cards() {
    Evaluation evaluation = report.evaluation();
    Evaluation.Counts counts = evaluation.counts();
    page.raw("<ul class=\"cards\">\n");
    card("Top-1", evaluation.top1());
    evaluation
        .top5()
        .ifPresentOrElse(
            top5 -> card("Top-5", top5),
            () ->
                page.card(
                    "Top-5", "–", "the table keeps " + evaluation.keptClasses() + " classes"));
    evaluation.twoClasses().ifPresent(this::twoClasses);
    evaluation
        .real()
        .ifPresent(real -> card("ReaL top-1 of " + Figures.count(real.of()) + " pictures", real));
    page.card(
        "Pictures",
        Figures.count(counts.images()),
        Figures.count(counts.classified()) + " classified");
    page.card(
        "Counted as wrong",
        Figures.count(counts.rejected().count() + counts.missing().count()),
        Figures.count(counts.rejected().count())
            + " rejected, "
            + Figures.count(counts.missing().count())
            + " missing");
    page.card("Without truth", Figures.count(counts.surplus().count()), "not counted");
    if (counts.unlabelled().count() > 0) {
      page.card("Not labelled", Figures.count(counts.unlabelled().count()), "not counted");
    }
    page.raw("</ul>\n");
  }

  private void twoClasses(TwoClassFigures figures) {
    card("Accuracy at 0.5", figures.accuracy());
    page.card("AUC", Figures.decimals(figures.auc(), 4), "of the classified pictures");
    card("Precision of the second class", figures.precision());
    card("Recall of the second class", figures.recall());
  }

  private void card(String title, Share share) {
    String below =
        share
            .interval()
            .map(
                i ->
                    String.format(
                        Locale.ROOT, "95 %%: %.2f to %.2f", 100 * i.low(), 100 * i.high()))
            .orElse("of no picture");
    page.card(title, Figures.percent(share.value()), below);
  }

  private void published() {
    if (report.published().isEmpty()) {
      return;
    }
    page.heading("Published figures of this variant");
    page.scroll("Published figures", "", this::publishedTable);
  }

  private void publishedTable() {
    page.raw("<table><thead><tr><th>By</th><th class=\"n\">Top-1</th>")
        .raw("<th class=\"n\">Here</th><th>Interval</th></tr></thead><tbody>\n");
    for (PublishedComparison published : report.published()) {
      page.raw("<tr class=\"first\"><td>")
          .text(published.figure().source())
          .raw("<small>")
          .text("preset " + published.figure().preset())
          .raw("</small><small>")
          .text(published.figure().note())
          .raw("</small></td>")
          .cell(Figures.plain(published.figure().top1Percent()) + " %", true)
          .cell(Figures.points(published.difference()), true)
          .raw(
              published.inInterval()
                  ? "<td class=\"inside\">inside</td>"
                  : "<td class=\"outside\">outside</td>")
          .raw("</tr>\n<tr class=\"more\"><td colspan=\"4\">")
          .text(published.cause().map(cause -> "Known cause: " + cause).orElse(""))
          .raw("</td></tr>\n");
    }
    page.raw("</tbody></table>\n");
  }

  private void calibration() {
    Calibration calibration = report.evaluation().calibration();
    if (calibration.pictures() == 0) {
      return;
    }
    String least = calibration.complete() ? "" : "at least ";
    page.heading("Calibration")
        .raw("<dl>\n")
        .term("ECE", Figures.decimals(calibration.ece(), 4))
        .term("MCE", Figures.decimals(calibration.mce(), 4))
        .term("NLL", least + Figures.decimals(calibration.nll(), 4))
        .term("Brier", least + Figures.decimals(calibration.brier(), 4))
        .raw("</dl>\n");
    if (!calibration.complete()) {
      page.paragraph(
          String.format(
              Locale.ROOT,
              "Only the best %d classes of a picture were kept. For %s pictures the true class is"
                  + " not among them: their likelihood is bounded by the probability that is left.",
              report.evaluation().keptClasses(),
              Figures.count(calibration.truncated())));
    }
    page.raw("<div class=\"charts\">\n<figure class=\"chart\">")
        .raw(CalibrationCharts.reliability(calibration))
        .raw(
            "<figcaption>Reliability: the line is a bin's accuracy, red its gap to the"
                + " confidence.</figcaption>")
        .raw("</figure>\n<figure class=\"chart\">")
        .raw(CalibrationCharts.histogram(calibration))
        .raw("<figcaption>Pictures by confidence: right (blue) and wrong (red).</figcaption>")
        .raw("</figure>\n</div>\n");
  }

  private void gallery() {
    List<Mistake> mistakes = report.evaluation().mistakes();
    if (mistakes.isEmpty()) {
      return;
    }
    page.heading("Most confident mistakes").raw("<div class=\"gallery\">\n");
    for (Mistake mistake : mistakes) {
      Optional<MistakePicture> picture = Optional.ofNullable(pictures.get(mistake.key()));
      String path = picture.map(MistakePicture::path).orElse(mistake.key());
      page.raw("<figure><div class=\"picture\">");
      picture
          .flatMap(MistakePicture::thumbnail)
          .ifPresentOrElse(
              thumbnail -> image(thumbnail, path), () -> page.raw("<span>no preview</span>"));
      page.raw("</div><figcaption><strong>")
          .text(report.classes().name(mistake.prediction()))
          .raw(String.format(Locale.ROOT, " %.1f %%", 100 * mistake.probability()))
          .raw("</strong><em>is ")
          .text(report.classes().name(mistake.truth()))
          .raw("</em><small title=\"")
          .text(path)
          .raw("\">")
          .raw(HtmlText.breakable(path.substring(path.lastIndexOf('/') + 1), 60))
          .raw("</small></figcaption></figure>\n");
    }
    page.raw("</div>\n");
  }

  private void image(Thumbnail thumbnail, String path) {
    page.raw("<img loading=\"lazy\" width=\"" + thumbnail.width() + "\" height=\"")
        .raw(thumbnail.height() + "\" alt=\"")
        .text(path)
        .raw("\" src=\"")
        .raw(HtmlText.escaped(thumbnail.dataUri()))
        .raw("\">");
  }

  private void listings() {
    Evaluation.Counts counts = report.evaluation().counts();
    Listing rejected = counts.rejected();
    if (counts.hasUnjudged()) {
      page.heading("Pictures that were not judged");
    }
    page.names("Rejected, counted as wrong", rejected.count(), rejected.names());
    page.names("Missing, counted as wrong", counts.missing().count(), counts.missing().names());
    page.names("Without truth, not counted", counts.surplus().count(), counts.surplus().names());
    page.names(
        "Not labelled, not counted", counts.unlabelled().count(), counts.unlabelled().names());
  }
}
