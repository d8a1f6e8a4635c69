// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.ClassFigures;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.PairCount;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The chart of classes: a table whose cells are bars, which can be sorted and searched. */
final class ClassSection {
  /** A list of more classes than this is cut, the worst kept. */
  private static final int MOST_CLASSES = 3000;

  private final EvaluationReport report;
  private final Map<Integer, PairCount> takenFor = new HashMap<>();

  ClassSection(EvaluationReport report) {
    this.report = report;
    report
        .evaluation()
        .pairs()
        .pairs()
        .filter(pair -> pair.truth() != pair.prediction())
        .forEach(
            pair ->
                takenFor.merge(
                    pair.truth(),
                    pair,
                    (a, b) ->
                        b.count() > a.count()
                                || (b.count() == a.count() && b.prediction() < a.prediction())
                            ? b
                            : a));
  }

  void append(HtmlPage page) {
    List<ClassFigures> classes =
        report.evaluation().perClass().stream()
            .filter(figures -> figures.support() + figures.predicted() > 0)
            .sorted(
                Comparator.comparingDouble((ClassFigures f) -> f.recall().orElse(2))
                    .thenComparingInt(ClassFigures::index))
            .limit(MOST_CLASSES)
            .toList();
    if (classes.isEmpty()) {
      return;
    }
    page.heading("Classes");
    SortedTable.search(page, classes.size(), "classes");
    page.scroll("Classes", "tall", () -> appendTable(classes, page));
  }

  private void appendTable(List<ClassFigures> classes, HtmlPage page) {
    page.raw("<table id=\"classes\"><thead><tr>");
    SortedTable.head(page, "Class", "");
    SortedTable.head(page, "Pictures", "n");
    page.raw(
        "<th class=\"n\" aria-sort=\"ascending\"><button type=\"button\">Top-1 %</button></th>");
    SortedTable.head(page, "Top-5 %", "n");
    SortedTable.head(page, "Precision %", "n wide");
    SortedTable.head(page, "F1 %", "n wide");
    SortedTable.head(page, "Most taken for", "wide");
    page.raw("</tr></thead><tbody>\n");
    classes.forEach(figures -> appendRow(figures, page));
    page.raw("</tbody></table>\n");
  }

  private void appendRow(ClassFigures figures, HtmlPage page) {
    ClassList names = report.classes();
    boolean top5 = report.evaluation().top5().isPresent();
    page.raw("<tr>");
    SortedTable.named(page, names.name(figures.index()), names.label(figures.index()));
    SortedTable.count(page, "n", figures.support());
    SortedTable.share(page, "n", figures.recall());
    SortedTable.share(page, "n", top5 ? figures.top5() : OptionalDouble.empty());
    SortedTable.share(page, "n wide", figures.precision());
    SortedTable.share(page, "n wide", figures.f1());
    PairCount other = takenFor.get(figures.index());
    page.raw("<td class=\"wide\">")
        .text(other == null ? "" : names.name(other.prediction()))
        .raw("<small>")
        .text(
            other == null
                ? ""
                : Figures.count(other.count()) + (other.count() == 1 ? " picture" : " pictures"))
        .raw("</small></td></tr>\n");
  }
}
