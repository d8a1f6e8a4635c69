// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.List;
import java.util.Locale;

/** Bars to the right, one a line, each with its number and the spread of its measurements. */
final class BarChart {
  private static final int LEFT = 150;
  private static final int WIDTH = 240;
  private static final int RIGHT = 70;
  private static final int LINE = 26;

  private BarChart() {}

  /** The chart as SVG; as many names as bars. */
  static String svg(String title, List<String> names, List<Spread> bars) {
    double most = bars.stream().mapToDouble(Spread::high).max().orElse(0);
    double scale = most > 0 ? WIDTH / most : 0;
    StringBuilder svg = new StringBuilder(2048);
    svg.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
            LEFT + WIDTH + RIGHT, LINE * bars.size() + 8, HtmlText.escaped(title)));
    for (int i = 0; i < bars.size(); i++) {
      Spread bar = bars.get(i);
      int y = 4 + LINE * i;
      svg.append(
          format(
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                  + "<rect class=\"hits\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>"
                  + "<path class=\"level\" d=\"M%.1f %dH%.1f\"/>"
                  + "<text class=\"quiet\" x=\"%.1f\" y=\"%d\">%s</text>\n",
              LEFT - 8,
              y + 16,
              HtmlText.escaped(names.get(i)),
              LEFT,
              y + 4,
              scale * bar.median(),
              LINE - 10,
              LEFT + scale * bar.low(),
              y + 12,
              LEFT + scale * bar.high(),
              LEFT + scale * bar.high() + 6,
              y + 16,
              number(bar.median())));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String number(double value) {
    return value < 10 ? format("%.2f", value) : format("%,.0f", value);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
