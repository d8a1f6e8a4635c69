// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.report.BenchmarkReport.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code benchmark.html}: one file that needs no other. */
public final class BenchmarkPage {
  private BenchmarkPage() {}

  /** The page's text. */
  public static String html(BenchmarkReport report) {
    BenchmarkReport.Subject subject = report.subject();
    HtmlPage page = new HtmlPage("Benchmark of " + subject.model());
    page.raw("<dl>\n")
        .term("preset", subject.preset())
        .term("precision", subject.precision())
        .term("cores", String.valueOf(subject.cores()))
        .term("pictures per inference", String.valueOf(subject.batch()))
        .term("pictures", Figures.count(report.first().pictures()))
        .term("repetitions", String.valueOf(subject.repetitions()))
        .raw("</dl>\n");
    cards(page, report);
    page.heading("Rates").raw("<div class=\"charts\">\n");
    Map<String, Spread> rates = new LinkedHashMap<>();
    rates.put("decode", report.parts().decode());
    rates.put("preprocess", report.parts().preprocess());
    rates.put("inference", report.parts().inference());
    rates.put("limit", report.parts().limit());
    report.sources().forEach(source -> rates.put(source.title(), source.endToEnd()));
    chart(page, "Pictures per second; the lines reach from the lowest to the highest", rates);
    Map<String, Spread> batches = new LinkedHashMap<>();
    report.byBatchOneCore().forEach((batch, rate) -> batches.put("batch " + batch, rate));
    chart(page, "Inference on one core alone, pictures per second", batches);
    for (Source source : report.sources()) {
      Map<String, Spread> stages = new LinkedHashMap<>();
      source
          .coreMicros()
          .forEach((what, micros) -> stages.put(what, new Spread(micros, micros, micros)));
      chart(page, "Microseconds per picture and core: " + source.title(), stages);
    }
    Map<String, Spread> start = new LinkedHashMap<>();
    report
        .coldStartSeconds()
        .forEach((what, seconds) -> start.put(what, new Spread(seconds, seconds, seconds)));
    chart(page, "Cold start to the first committed rows, seconds", start);
    return page.raw("</div>\n").end("");
  }

  private static void cards(HtmlPage page, BenchmarkReport report) {
    page.raw("<ul class=\"cards\">\n");
    for (Source source : report.sources()) {
      page.card(
          source.title(),
          String.format(Locale.ROOT, "%.1f", source.endToEnd().median()),
          "pictures per second");
      page.card(
          "of the limit, " + source.title(),
          String.format(Locale.ROOT, "%.3f", source.ratio().median()),
          String.format(Locale.ROOT, "%.3f to %.3f", source.ratio().low(), source.ratio().high()));
    }
    page.raw("</ul>\n");
  }

  private static void chart(HtmlPage page, String caption, Map<String, Spread> bars) {
    page.raw("<figure class=\"chart\">\n")
        .raw(BarChart.svg(caption, List.copyOf(bars.keySet()), List.copyOf(bars.values())))
        .raw("<figcaption>")
        .text(caption)
        .raw("</figcaption></figure>\n");
  }
}
