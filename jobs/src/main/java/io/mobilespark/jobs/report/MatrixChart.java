// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A confusion matrix as SVG: a row for what pictures show, a column for what they were taken for.
 * The colour says which share of its row a cell has, by its square root, so that rare mistakes are
 * seen.
 *
 * @param names of the rows and columns, any text
 * @param counts by row and column
 * @param rowSums by which counts are shares; rows may have more pictures than the columns show
 */
record MatrixChart(List<String> names, long[][] counts, long[] rowSums) {
  private static final int CELL = 20;
  private static final int LEFT = 206;
  private static final int TOP = 165;
  private static final int LONGEST_NAME = 32;

  /** Sums rows. */
  static MatrixChart of(List<String> names, long[][] counts) {
    long[] sums = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      sums[i] = LongStream.of(counts[i]).sum();
    }
    return new MatrixChart(names, counts, sums);
  }

  /** The picture. */
  String svg(String label) {
    int width = LEFT + CELL * names.size() + 130;
    int height = TOP + CELL * names.size() + 6;
    StringBuilder svg = new StringBuilder(1 << 14);
    svg.append(
            String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"",
                width,
                height,
                width,
                height))
        .append(HtmlText.escaped(label))
        .append("\">\n");
    for (int i = 0; i < names.size(); i++) {
      append(svg, i);
    }
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < counts.length; column++) {
        if (counts[row][column] > 0) {
          append(svg, row, column);
        }
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private void append(StringBuilder svg, int i) {
    int at = CELL * i;
    String name = HtmlText.escaped(names.get(i), LONGEST_NAME);
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                + "<text transform=\"translate(%d %d) rotate(-50)\">%s</text>"
                + "<path class=\"grid\" d=\"M%d %dh%dM%d %dv%d\"/>\n",
            LEFT - 6,
            TOP + at + 14,
            name,
            LEFT + at + 14,
            TOP - 6,
            name,
            LEFT,
            TOP + at,
            CELL * names.size(),
            LEFT + at,
            TOP,
            CELL * names.size()));
  }

  private void append(StringBuilder svg, int row, int column) {
    double share = (double) counts[row][column] / Math.max(1, rowSums[row]);
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" opacity=\"%.2f\">"
                + "<title>%s taken for %s: %,d (%.1f %%)</title></rect>\n",
            row == column ? "cell own" : "cell",
            LEFT + CELL * column + 1,
            TOP + CELL * row + 1,
            CELL - 2,
            CELL - 2,
            Math.max(0.06, Math.min(1, Math.sqrt(share))),
            HtmlText.escaped(names.get(row), LONGEST_NAME),
            HtmlText.escaped(names.get(column), LONGEST_NAME),
            counts[row][column],
            100 * share));
  }
}
