// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Parts of a table whose cells are bars, which {@link ReportScript} sorts and searches. */
final class SortedTable {
  private SortedTable() {}

  /** The field to search by, and how much it finds. */
  static void search(HtmlPage page, int rows, String called) {
    page.raw("<div class=\"search\"><label for=\"search\">Search</label>")
        .raw("<input id=\"search\" type=\"search\" autocomplete=\"off\">")
        .raw("<span id=\"found\" class=\"quiet\" role=\"status\" data-called=\"" + called + "\">")
        .text(rows + " of " + rows + " " + called)
        .raw("</span></div>\n");
  }

  /** The title of a column. */
  static void head(HtmlPage page, String title, String classes) {
    page.raw("<th class=\"" + classes + "\"><button type=\"button\">")
        .text(title)
        .raw("</button></th>");
  }

  /** A cell of a name and the label below it. */
  static void named(HtmlPage page, String name, String label) {
    page.raw("<td>").text(name).raw("<small>").text(label).raw("</small></td>");
  }

  /** A cell of a number. */
  static void count(HtmlPage page, String classes, long count) {
    page.raw("<td class=\"" + classes + "\" data-v=\"" + count + "\">")
        .text(Figures.count(count))
        .raw("</td>");
  }

  /** A cell of a share as a bar. */
  static void share(HtmlPage page, String classes, OptionalDouble share) {
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
