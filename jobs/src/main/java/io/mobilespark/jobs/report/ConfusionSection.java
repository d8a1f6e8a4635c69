// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.ClassGroups;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.PairCount;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was taken for what: by groups of classes, by the most confused classes, as a list. */
final class ConfusionSection {
  private static final int MOST_CLASSES = 30;
  private static final int MOST_PAIRS = 25;

  private final Evaluation evaluation;
  private final ClassList classes;

  ConfusionSection(EvaluationReport report) {
    this.evaluation = report.evaluation();
    this.classes = report.classes();
  }

  void append(HtmlPage page) {
    Optional<ClassGroups> groups = ClassGroups.of(classes);
    groups.ifPresent(known -> appendGroups(known, page));
    List<PairCount> confusions = evaluation.pairs().confusions(MOST_CLASSES * MOST_CLASSES);
    if (confusions.isEmpty()) {
      return;
    }
    appendClasses(confusions, page);
    page.heading("Most frequent mistakes");
    page.scroll("Most frequent mistakes", "", () -> appendPairs(confusions, page));
  }

  private void appendGroups(ClassGroups groups, HtmlPage page) {
    int size = groups.names().size();
    long[][] counts = new long[size][size];
    evaluation
        .pairs()
        .pairs()
        .forEach(
            pair ->
                counts[groups.ofClass().get(pair.truth())][
                        groups.ofClass().get(pair.prediction())] +=
                    pair.count());
    page.heading("Confusion by kind of thing")
        .paragraph(
            "Rows are what the pictures show, columns what they were taken for; the deeper the"
                + " colour, the larger the share of the row. The groups follow WordNet's hypernyms.");
    String svg = MatrixChart.of(groups.names(), counts).svg("Confusion matrix by kind of thing");
    page.scroll("Confusion matrix by kind of thing", "", () -> page.raw(svg));
  }

  private void appendClasses(List<PairCount> confusions, HtmlPage page) {
    Set<Integer> chosen = new LinkedHashSet<>();
    for (PairCount pair : confusions) {
      if (chosen.size() < MOST_CLASSES - 1) {
        chosen.add(pair.truth());
        chosen.add(pair.prediction());
      }
    }
    List<Integer> order = new ArrayList<>(chosen);
    order.sort(null);
    long[][] counts = new long[order.size()][order.size()];
    long[] rows = new long[order.size()];
    evaluation
        .pairs()
        .pairs()
        .filter(pair -> chosen.contains(pair.truth()))
        .forEach(
            pair -> {
              int row = order.indexOf(pair.truth());
              rows[row] += pair.count();
              if (chosen.contains(pair.prediction())) {
                counts[row][order.indexOf(pair.prediction())] += pair.count();
              }
            });
    List<String> names = order.stream().map(classes::name).toList();
    page.heading("Confusion of the most confused classes")
        .paragraph("The classes of the most frequent mistakes, in the order of the class list.");
    String svg =
        new MatrixChart(names, counts, rows).svg("Confusion matrix of the most confused classes");
    page.scroll("Confusion matrix of the most confused classes", "", () -> page.raw(svg));
  }

  private void appendPairs(List<PairCount> confusions, HtmlPage page) {
    page.raw(
        "<table><thead><tr><th class=\"n\">Pictures</th><th>of</th><th>taken for</th></tr>"
            + "</thead><tbody>\n");
    for (PairCount pair : confusions.subList(0, Math.min(MOST_PAIRS, confusions.size()))) {
      page.raw("<tr>")
          .cell(Figures.count(pair.count()), true)
          .cell(classes.name(pair.truth()), false)
          .cell(classes.name(pair.prediction()), false)
          .raw("</tr>\n");
    }
    page.raw("</tbody></table>\n");
  }
}
