// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Calibration;
import io.mobilespark.jobs.evaluation.Calibration.Bin;
import java.util.Locale;

/** The reliability diagram and the histogram of confidence, as SVG. */
final class CalibrationCharts {
  private static final int LEFT = 54;
  private static final int TOP = 10;
  private static final int SIDE = 300;
  private static final int WIDTH = LEFT + SIDE + 14;
  private static final int HEIGHT = TOP + SIDE + 44;

  private CalibrationCharts() {}

  /** Accuracy over confidence; the red part is what accuracy lacks or has too much. */
  static String reliability(Calibration calibration) {
    StringBuilder svg = open("Reliability diagram: accuracy by confidence");
    axes(svg, 1, "confidence", "accuracy", true);
    for (Bin bin : calibration.bins()) {
      if (bin.count() == 0) {
        continue;
      }
      double accuracy = bin.accuracy().orElseThrow();
      double confidence = bin.confidence().orElseThrow();
      String told =
          String.format(
              Locale.ROOT,
              "confidence %s, accuracy %s, %s pictures",
              Figures.percent(bin.confidence()),
              Figures.percent(bin.accuracy()),
              Figures.count(bin.count()));
      bar(svg, "hits", bin, 0, Math.min(accuracy, confidence), told);
      bar(svg, "gap", bin, Math.min(accuracy, confidence), Math.max(accuracy, confidence), told);
      svg.append(
          format(
              "<path class=\"level\" d=\"M%.1f %.1fh%.1f\"/>\n",
              LEFT + SIDE * bin.low(),
              TOP + SIDE * (1 - accuracy),
              (double) SIDE / Calibration.BINS));
    }
    svg.append(
        format(
            "<line class=\"ideal\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
            LEFT, TOP + SIDE, LEFT + SIDE, TOP));
    return svg.append("</svg>\n").toString();
  }

  /** How many pictures there are by confidence, right ones below, wrong ones on top. */
  static String histogram(Calibration calibration) {
    long most = rounded(calibration.bins().stream().mapToLong(Bin::count).max().orElse(0));
    StringBuilder svg = open("Histogram: pictures by confidence");
    axes(svg, most, "confidence", "pictures", false);
    for (Bin bin : calibration.bins()) {
      if (bin.count() == 0) {
        continue;
      }
      String told =
          format(
              "confidence %.2f to %.2f: %s right, %s wrong",
              bin.low(),
              bin.high(),
              Figures.count(bin.hits()),
              Figures.count(bin.count() - bin.hits()));
      double right = (double) bin.hits() / most;
      bar(svg, "hits", bin, 0, right, told);
      bar(svg, "gap", bin, right, (double) bin.count() / most, told);
    }
    return svg.append("</svg>\n").toString();
  }

  /** The next number whose fifths are round: five times 1, 2 or 5 with zeros. */
  private static long rounded(long most) {
    long zeros = 1;
    while (true) {
      for (long step : new long[] {1, 2, 5}) {
        if (5 * step * zeros >= most) {
          return 5 * step * zeros;
        }
      }
      zeros *= 10;
    }
  }

  private static StringBuilder open(String label) {
    return new StringBuilder(4096)
        .append(
            format(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"",
                WIDTH, HEIGHT, WIDTH, HEIGHT))
        .append(HtmlText.escaped(label))
        .append("\">\n");
  }

  private static void axes(StringBuilder svg, long most, String across, String up, boolean share) {
    for (int i = 0; i <= 5; i++) {
      int x = LEFT + SIDE * i / 5;
      int y = TOP + SIDE - SIDE * i / 5;
      String height = share ? format("%.1f", i / 5.0) : shortened(most * i / 5.0);
      svg.append(
          format(
              "<path class=\"grid\" d=\"M%d %dH%dM%d %dV%d\"/>"
                  + "<text class=\"quiet\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%.1f</text>"
                  + "<text class=\"quiet\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
              LEFT,
              y,
              LEFT + SIDE,
              x,
              TOP,
              TOP + SIDE,
              x,
              TOP + SIDE + 16,
              i / 5.0,
              LEFT - 5,
              y + 4,
              height));
    }
    svg.append(
        format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                + "<text transform=\"translate(11 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
            LEFT + SIDE / 2, TOP + SIDE + 36, across, TOP + SIDE / 2, up));
  }

  private static void bar(
      StringBuilder svg, String kind, Bin bin, double from, double to, String told) {
    svg.append(
        format(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s"
                + "</title></rect>\n",
            kind,
            LEFT + SIDE * bin.low() + 1,
            TOP + SIDE * (1 - to),
            (double) SIDE / Calibration.BINS - 2,
            SIDE * (to - from),
            told));
  }

  private static String shortened(double count) {
    if (count >= 1_000_000) {
      return format("%.1fM", count / 1e6);
    }
    return count >= 10_000 ? format("%.0fk", count / 1e3) : format("%.0f", count);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
