// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import java.util.List;

/**
 * A report's page, put together section by section. Its policy forbids the browser to fetch
 * anything; texts are escaped when added.
 */
final class HtmlPage {
  private static final int LONGEST_TEXT = 400;
  private static final int MOST_NAMES = 200;

  private final StringBuilder html = new StringBuilder(1 << 16);

  HtmlPage(String title) {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .append("img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n")
        .append("<title>")
        .append(HtmlText.escaped(title, LONGEST_TEXT))
        .append("</title>\n<style>\n")
        .append(ReportStyle.CSS)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(HtmlText.escaped(title, LONGEST_TEXT))
        .append("</h1>\n");
  }

  /** Markup that is right as it is. */
  HtmlPage raw(String markup) {
    html.append(markup);
    return this;
  }

  HtmlPage text(String text) {
    html.append(HtmlText.escaped(text, LONGEST_TEXT));
    return this;
  }

  HtmlPage heading(String text) {
    return raw("<h2>").text(text).raw("</h2>\n");
  }

  HtmlPage paragraph(String text) {
    return raw("<p>").raw(HtmlText.escaped(text)).raw("</p>\n");
  }

  /** What has to be read before anything else. */
  HtmlPage warning(String text) {
    return raw("<p role=\"alert\"><strong>").raw(HtmlText.escaped(text)).raw("</strong></p>\n");
  }

  /** A figure that matters, with what it is and what goes with it. */
  HtmlPage card(String title, String figure, String below) {
    return raw("<li><span>")
        .text(title)
        .raw("</span><strong>")
        .text(figure)
        .raw("</strong><span>")
        .text(below)
        .raw("</span></li>\n");
  }

  /** A term and what it stands for. */
  HtmlPage term(String term, String value) {
    return raw("<dt>").text(term).raw("</dt><dd>").text(value).raw("</dd>\n");
  }

  /** A cell of a table; numbers stand to the right. */
  HtmlPage cell(String text, boolean number) {
    return raw(number ? "<td class=\"n\">" : "<td>").text(text).raw("</td>");
  }

  /** A part wider than a phone, which scrolls by itself and by keyboard. */
  HtmlPage scroll(String label, String classes, Runnable content) {
    raw("<div class=\"scroll " + classes + "\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(label)
        .raw("\">\n");
    content.run();
    return raw("</div>\n");
  }

  /** Names that unfold; a bounded number of them. */
  HtmlPage names(String title, long count, List<String> names) {
    if (count == 0) {
      return this;
    }
    raw("<details><summary>").text(title + ": " + Figures.count(count)).raw("</summary>\n");
    if (count > MOST_NAMES) {
      paragraph("The first " + MOST_NAMES + "; more stand in the JSON file.");
    }
    raw("<ul class=\"names\">\n");
    names.stream().limit(MOST_NAMES).forEach(name -> raw("<li>").text(name).raw("</li>\n"));
    return raw("</ul></details>\n");
  }

  /** Ends the page. */
  String end(String script) {
    if (!script.isEmpty()) {
      html.append("<script>\n").append(script).append("</script>\n");
    }
    return html.append("</body>\n</html>\n").toString();
  }
}
