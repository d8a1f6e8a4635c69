// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One HTML file of thumbnails with what was found on them. It needs no network, no script and no
 * other file, and it is bounded: at most {@link #MOST_ENTRIES} pictures and texts of bounded
 * length.
 *
 * @param title of the page, any text
 * @param summary lines above the pictures, any text
 * @param entries the pictures; those beyond the bound are left out
 * @param inAll how many pictures there are, of which the entries are a sample
 */
public record GalleryPage(
    String title, List<String> summary, List<GalleryEntry> entries, long inAll) {
  /** How many pictures a page shows. */
  public static final int MOST_ENTRIES = 400;

  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_CAPTION = 90;

  /** Keeps the first {@link #MOST_ENTRIES} entries. */
  public GalleryPage {
    if (inAll < entries.size()) {
      throw new IllegalArgumentException(
          "a page of " + entries.size() + " entries cannot be a sample of " + inAll);
    }
    summary = List.copyOf(summary);
    entries = List.copyOf(entries.subList(0, Math.min(entries.size(), MOST_ENTRIES)));
  }

  /**
   * Writes the page, in place of an older one.
   *
   * @throws MobileSparkException where it cannot be written
   */
  public void write(Path file) {
    try {
      Files.writeString(file, html());
    } catch (IOException e) {
      throw new MobileSparkException("cannot write the page " + file + ": " + e, e);
    }
  }

  /** The page's text. */
  public String html() {
    StringBuilder html = new StringBuilder(8192 + 8192 * entries.size());
    String escapedTitle = HtmlText.escaped(title, LONGEST_TEXT);
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .append(escapedTitle)
        .append("</title>\n")
        .append("<style>\n")
        .append(GalleryStyle.CSS)
        .append("</style>\n</head>\n<body>\n")
        .append("<header>\n<h1>")
        .append(escapedTitle)
        .append("</h1>\n");
    if (!summary.isEmpty()) {
      html.append("<ul>\n");
      summary.forEach(
          line -> html.append("<li>").append(HtmlText.escaped(line, 500)).append("</li>\n"));
      html.append("</ul>\n");
    }
    html.append("<p class=\"shown\">").append(shown()).append("</p>\n</header>\n<main>\n");
    entries.forEach(entry -> append(entry, html));
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private String shown() {
    long wrong = entries.stream().filter(GalleryEntry::wrong).count();
    long refused =
        entries.stream().filter(entry -> entry.outcome() instanceof GalleryEntry.Refused).count();
    return String.format(
        Locale.ROOT,
        "Shown: %,d of %,d pictures; %,d of those shown labelled wrongly (✗), %,d rejected (⊘).",
        entries.size(),
        inAll,
        wrong,
        refused);
  }

  private static void append(GalleryEntry entry, StringBuilder html) {
    String caption = HtmlText.escaped(entry.caption(), LONGEST_TEXT);
    html.append("<figure class=\"").append(state(entry)).append("\">\n<div class=\"picture\">");
    entry
        .thumbnail()
        .ifPresentOrElse(
            thumbnail -> append(thumbnail, caption, html),
            () -> html.append("<span>no preview</span>"));
    html.append("</div>\n<figcaption>\n");
    if (entry.outcome() instanceof GalleryEntry.Predicted predicted) {
      append(predicted, entry, html);
    } else if (entry.outcome() instanceof GalleryEntry.Refused refused) {
      html.append("<strong>⊘ rejected</strong> <span class=\"code\">")
          .append(HtmlText.breakable(refused.reason(), LONGEST_TEXT))
          .append("</span>\n");
    }
    html.append("<small title=\"")
        .append(caption)
        .append("\">")
        .append(HtmlText.breakable(entry.caption(), LONGEST_CAPTION))
        .append("</small>\n</figcaption>\n</figure>\n");
  }

  private static void append(Thumbnail thumbnail, String caption, StringBuilder html) {
    html.append("<img loading=\"lazy\" width=\"")
        .append(thumbnail.width())
        .append("\" height=\"")
        .append(thumbnail.height())
        .append("\" alt=\"")
        .append(caption)
        .append("\" src=\"")
        .append(HtmlText.escaped(thumbnail.dataUri()))
        .append("\">");
  }

  private static void append(
      GalleryEntry.Predicted predicted, GalleryEntry entry, StringBuilder html) {
    String mark = entry.right() ? "✓ " : entry.wrong() ? "✗ " : "";
    html.append("<strong>")
        .append(mark)
        .append(HtmlText.escaped(predicted.label(), LONGEST_TEXT))
        .append("</strong> <span class=\"probability\">")
        .append(String.format(Locale.ROOT, "%.1f %%", 100 * predicted.probability()))
        .append("</span>\n");
    if (entry.wrong()) {
      html.append("<em>wrong, it is ")
          .append(HtmlText.escaped(entry.truth().orElse(""), LONGEST_TEXT))
          .append("</em>\n");
    }
  }

  private static String state(GalleryEntry entry) {
    if (entry.outcome() instanceof GalleryEntry.Refused) {
      return "refused";
    }
    return entry.right() ? "right" : entry.wrong() ? "wrong" : "unknown";
  }
}
