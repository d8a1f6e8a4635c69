// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** {@code training.html}: one file that needs no other. */
public final class TrainingPage {
  private static final int MOST_CLASSES = 1000;

  private TrainingPage() {}

  /** The page's text. */
  public static String html(TrainingReport report) {
    HtmlPage page = new HtmlPage("Training of a head on " + report.facts().get("model"));
    page.raw("<dl>\n");
    report.facts().forEach((name, value) -> page.term(name, value));
    page.raw("</dl>\n");
    cards(page, report);
    page.heading("Epochs").raw("<div class=\"charts\">\n");
    EpochChart accuracy =
        new EpochChart(
            "Share right by epoch", EpochFigures::accuracy, EpochFigures::validationAccuracy);
    EpochChart loss =
        new EpochChart("Loss by epoch", EpochFigures::loss, EpochFigures::validationLoss);
    for (EpochChart chart : List.of(accuracy, loss)) {
      page.raw("<figure class=\"chart\">\n")
          .raw(chart.svg(report.epochs(), report.best().epoch()))
          .raw("<figcaption>")
          .text(chart.title() + "; blue: learnt from, red: held out; dashed: the best epoch")
          .raw("</figcaption></figure>\n");
    }
    page.raw("</div>\n");
    epochs(page, report);
    classes(page, report);
    return page.end("");
  }

  private static void cards(HtmlPage page, TrainingReport report) {
    EpochFigures best = report.best();
    page.raw("<ul class=\"cards\">\n")
        .card(
            "Right of those held out",
            Figures.percent(OptionalDouble.of(best.validationAccuracy())),
            Figures.count(report.validationRows()) + " pictures")
        .card(
            "Best epoch",
            String.valueOf(best.epoch()),
            "of " + report.epochs().size() + ", loss " + decimals(best.validationLoss()))
        .card("Learnt from", Figures.count(report.trainingRows()), "pictures")
        .card("Classes", Figures.count(report.classes().size()), "")
        .raw("</ul>\n");
  }

  private static void epochs(HtmlPage page, TrainingReport report) {
    page.scroll(
        "Epochs",
        "tall",
        () -> {
          page.raw("<table><thead><tr>");
          for (String title :
              List.of("Epoch", "Loss", "Right", "Loss held out", "Right held out", "Seconds")) {
            page.raw("<th class=\"n\">").text(title).raw("</th>");
          }
          page.raw("</tr></thead><tbody>\n");
          for (EpochFigures each : report.epochs()) {
            page.raw("<tr>").cell(String.valueOf(each.epoch()), true);
            page.cell(decimals(each.loss()), true).cell(percent(each.accuracy()), true);
            page.cell(decimals(each.validationLoss()), true);
            page.cell(percent(each.validationAccuracy()), true);
            page.cell(String.format(Locale.ROOT, "%.1f", each.seconds()), true).raw("</tr>\n");
          }
          page.raw("</tbody></table>\n");
        });
  }

  private static void classes(HtmlPage page, TrainingReport report) {
    page.heading("Classes");
    if (report.classes().size() > MOST_CLASSES) {
      page.paragraph("The first " + MOST_CLASSES + "; all stand in the JSON file.");
    }
    page.scroll(
        "Classes",
        "tall",
        () -> {
          page.raw("<table><thead><tr><th>Class</th><th class=\"n\">Pictures</th></tr></thead>")
              .raw("<tbody>\n");
          report.classes().stream()
              .limit(MOST_CLASSES)
              .forEach(
                  each ->
                      page.raw("<tr>")
                          .cell(each.label(), false)
                          .cell(Figures.count(each.rows()), true)
                          .raw("</tr>\n"));
          page.raw("</tbody></table>\n");
        });
  }

  private static String decimals(double value) {
    return Figures.decimals(OptionalDouble.of(value), 4);
  }

  private static String percent(double share) {
    return Figures.percent(OptionalDouble.of(share));
  }

  /** Two lines over the epochs. */
  private record EpochChart(
      String title, ToDoubleFunction<EpochFigures> learnt, ToDoubleFunction<EpochFigures> heldOut) {
    private static final int LEFT = 54;
    private static final int TOP = 10;
    private static final int WIDTH = 360;
    private static final int HEIGHT = 220;

    private String svg(List<EpochFigures> epochs, int best) {
      double most = 0;
      double least = Double.POSITIVE_INFINITY;
      for (EpochFigures each : epochs) {
        most = Math.max(most, Math.max(learnt.applyAsDouble(each), heldOut.applyAsDouble(each)));
        least = Math.min(least, Math.min(learnt.applyAsDouble(each), heldOut.applyAsDouble(each)));
      }
      double from = most > least ? least : least - 0.5;
      double range = most > least ? most - least : 1;
      StringBuilder svg = new StringBuilder(4096);
      svg.append(
          format(
              "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
              LEFT + WIDTH + 14, TOP + HEIGHT + 44, HtmlText.escaped(title)));
      for (int i = 0; i <= 4; i++) {
        int y = TOP + HEIGHT - HEIGHT * i / 4;
        svg.append(
            format(
                "<path class=\"grid\" d=\"M%d %dH%d\"/><text class=\"quiet\" x=\"%d\" y=\"%d\""
                    + " text-anchor=\"end\">%.3f</text>\n",
                LEFT, y, LEFT + WIDTH, LEFT - 5, y + 4, from + range * i / 4));
      }
      int last = epochs.get(epochs.size() - 1).epoch();
      svg.append(
          format(
              "<text class=\"quiet\" x=\"%d\" y=\"%d\">1</text><text class=\"quiet\" x=\"%d\""
                  + " y=\"%d\" text-anchor=\"end\">%d</text><text x=\"%d\" y=\"%d\""
                  + " text-anchor=\"middle\">epoch</text>\n",
              LEFT,
              TOP + HEIGHT + 16,
              LEFT + WIDTH,
              TOP + HEIGHT + 16,
              last,
              LEFT + WIDTH / 2,
              TOP + HEIGHT + 36));
      svg.append(
          format("<path class=\"ideal\" d=\"M%.1f %dV%d\"/>\n", x(best, last), TOP, TOP + HEIGHT));
      line(svg, "--accent", epochs, each -> (learnt.applyAsDouble(each) - from) / range);
      line(svg, "--wrong", epochs, each -> (heldOut.applyAsDouble(each) - from) / range);
      return svg.append("</svg>\n").toString();
    }

    private static void line(
        StringBuilder svg,
        String colour,
        List<EpochFigures> epochs,
        ToDoubleFunction<EpochFigures> height) {
      int last = epochs.get(epochs.size() - 1).epoch();
      StringBuilder points = new StringBuilder();
      for (EpochFigures each : epochs) {
        double x = x(each.epoch(), last);
        double y = TOP + HEIGHT * (1 - height.applyAsDouble(each));
        points.append(format("%.1f,%.1f ", x, y));
        svg.append(
            format(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" style=\"fill:var(%s)\"/>\n",
                x, y, colour));
      }
      svg.append(
          format(
              "<polyline points=\"%s\" style=\"fill:none;stroke:var(%s);stroke-width:2\"/>\n",
              points.toString().strip(), colour));
    }

    private static double x(int epoch, int last) {
      return last == 1 ? LEFT + WIDTH / 2.0 : LEFT + WIDTH * (epoch - 1.0) / (last - 1.0);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static String format(String format, Object... values) {
      return String.format(Locale.ROOT, format, values);
    }
  }
}
