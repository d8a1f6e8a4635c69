package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.ClassFigures;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.PairCount;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
    page.heading("Classes")
        .raw("<div class=\"search\"><label for=\"search\">Search</label>")
        .raw("<input id=\"search\" type=\"search\" autocomplete=\"off\">")
        .raw("<span id=\"found\" class=\"quiet\" role=\"status\">")
        .text(classes.size() + " of " + classes.size() + " classes")
        .raw("</span></div>\n");
    page.scroll("Classes", "tall", () -> appendTable(classes, page));
  }

  private void appendTable(List<ClassFigures> classes, HtmlPage page) {
    page.raw("<table id=\"classes\"><thead><tr>");
    head(page, "Class", "");
    head(page, "Pictures", "n");
    page.raw(
        "<th class=\"n\" aria-sort=\"ascending\"><button type=\"button\">Top-1 %</button></th>");
    head(page, "Top-5 %", "n");
    head(page, "Precision %", "n wide");
    head(page, "F1 %", "n wide");
    head(page, "Most taken for", "wide");
    page.raw("</tr></thead><tbody>\n");
    classes.forEach(figures -> appendRow(figures, page));
    page.raw("</tbody></table>\n");
  }

  private static void head(HtmlPage page, String title, String classes) {
    page.raw("<th class=\"" + classes + "\"><button type=\"button\">")
        .text(title)
        .raw("</button></th>");
  }

  private void appendRow(ClassFigures figures, HtmlPage page) {
    ClassList names = report.classes();
    boolean top5 = report.evaluation().top5().isPresent();
    page.raw("<tr><td>")
        .text(names.name(figures.index()))
        .raw("<small>")
        .text(names.label(figures.index()))
        .raw("</small></td><td class=\"n\" data-v=\"" + figures.support() + "\">")
        .text(Figures.count(figures.support()))
        .raw("</td>");
    share(page, "n", figures.recall());
    share(page, "n", top5 ? figures.top5() : OptionalDouble.empty());
    share(page, "n wide", figures.precision());
    share(page, "n wide", figures.f1());
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

  private static void share(HtmlPage page, String classes, OptionalDouble share) {
    if (share.isEmpty()) {
      page.raw("<td class=\"" + classes + "\" data-v=\"\">–</td>");
      return;
    }
    double percent = 100 * share.getAsDouble();
    page.raw(
        String.format(
            Locale.ROOT,
            "<td class=\"%s\" data-v=\"%.4f\" style=\"background-size:%.0f%% 100%%\">%.1f</td>",
            classes,
            percent,
            percent,
            percent));
  }
}
