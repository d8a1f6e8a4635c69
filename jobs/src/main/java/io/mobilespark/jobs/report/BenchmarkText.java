// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.report.BenchmarkReport.PartRates;
import io.mobilespark.jobs.report.BenchmarkReport.Source;
import io.mobilespark.jobs.report.BenchmarkReport.Subject;
import java.util.Locale;

/** {@code benchmark.md}: tables. */
public final class BenchmarkText {
  private final BenchmarkReport report;
  private final StringBuilder text = new StringBuilder(4096);

  private BenchmarkText(BenchmarkReport report) {
    this.report = report;
  }

  /** The text of a report. */
  public static String markdown(BenchmarkReport report) {
    BenchmarkText text = new BenchmarkText(report);
    text.rates();
    text.batches();
    text.stages();
    text.others();
    return text.text.toString();
  }

  private void rates() {
    Subject subject = report.subject();
    line(
        "%s, preset %s, %s, %d cores, batches of %d, %,d pictures, median of %d (lowest to highest)",
        subject.model(),
        subject.preset(),
        subject.precision(),
        subject.cores(),
        subject.batch(),
        report.first().pictures(),
        subject.repetitions());
    line("");
    line("| | pictures/s | per core | one core alone |");
    line("|---|---|---|---|");
    PartRates all = report.parts();
    PartRates one = report.oneCore();
    row("decode", all.decode(), number(one.decode().median()));
    row("preprocess", all.preprocess(), number(one.preprocess().median()));
    row("inference", all.inference(), number(one.inference().median()));
    row("limit of the three", all.limit(), number(one.limit().median()));
    for (Source source : report.sources()) {
      row(source.title(), source.endToEnd(), "");
    }
    line("");
    for (Source source : report.sources()) {
      line(
          "%s: %.3f of the limit (%.3f to %.3f); %.2f core hours per million pictures%s.",
          source.title(),
          source.ratio().median(),
          source.ratio().low(),
          source.ratio().high(),
          report.coreHoursPerMillion(source),
          cost(source));
    }
    report
        .queryByLabel()
        .ifPresent(
            ratio ->
                line(
                    "SQL by label, over the same Parquet files: %.3f (%.3f to %.3f).",
                    ratio.median(), ratio.low(), ratio.high()));
  }

  private String cost(Source source) {
    return report.corePrice().isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            ", which cost %.4f at %s an hour",
            report.corePrice().getAsDouble() * report.coreHoursPerMillion(source),
            Figures.plain(report.corePrice().getAsDouble()));
  }

  private void row(String name, Spread rate, String oneCore) {
    line(
        "| %s | %.1f (%.1f to %.1f) | %.1f | %s |",
        name,
        rate.median(),
        rate.low(),
        rate.high(),
        rate.median() / report.subject().cores(),
        oneCore);
  }

  private void batches() {
    line("");
    line("| inference in batches of | pictures/s | one core alone |");
    line("|---|---|---|");
    report
        .byBatch()
        .forEach(
            (batch, rate) ->
                line(
                    "| %d | %.1f | %.1f |",
                    batch,
                    rate.median(),
                    report.byBatchOneCore().getOrDefault(batch, rate).median()));
  }

  private void stages() {
    for (Source source : report.sources()) {
      line("");
      line("| %s: time per picture and core | µs |", source.title());
      line("|---|---|");
      source.coreMicros().forEach((what, micros) -> line("| %s | %.0f |", what, micros));
      line("| all | %.0f |", BenchmarkReport.sum(source.coreMicros()));
    }
  }

  private void others() {
    line("");
    line("| cold start, from the JVM's to the first committed rows | s |");
    line("|---|---|");
    report.coldStartSeconds().forEach((what, seconds) -> line("| %s | %.2f |", what, seconds));
    line("| all | %.2f |", BenchmarkReport.sum(report.coldStartSeconds()));
    report
        .peakMemoryBytes()
        .ifPresent(
            bytes -> {
              line("");
              line("Resident memory of the JVM: at most %.0f MiB.", bytes / (1 << 20));
            });
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
