// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Chance;
import io.mobilespark.jobs.evaluation.Comparison;
import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Interval;
import io.mobilespark.jobs.evaluation.McNemar;
import io.mobilespark.jobs.evaluation.NameMatch;
import io.mobilespark.jobs.evaluation.PairedBootstrap;
import io.mobilespark.jobs.evaluation.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two runs over the same pictures, told as lines, as JSON and as a page.
 *
 * @param threshold from which a probability counts as a label given; empty for classes
 * @param a the first run
 * @param b the second run
 * @param comparison the counts
 * @param bootstrap gives the interval
 * @param matches how many pictures of the truth and of each table have met
 * @param chances for each table, present where guessing is as good
 */
public record ComparisonReport(
    Optional<Float> threshold,
    EvaluatedRun a,
    EvaluatedRun b,
    Comparison comparison,
    PairedBootstrap bootstrap,
    List<NameMatch> matches,
    List<Optional<Chance>> chances) {
  private static final List<String> TABLES = List.of("A", "B");

  /** Copies the lists. */
  public ComparisonReport {
    matches = List.copyOf(matches);
    chances = List.copyOf(chances);
  }

  /** Counts of which nothing more is known. */
  public ComparisonReport(
      EvaluatedRun a, EvaluatedRun b, Comparison comparison, PairedBootstrap bootstrap) {
    this(Optional.empty(), a, b, comparison, bootstrap, List.of(), List.of());
  }

  /** What has to be known before any figure: title and sentence. */
  private List<Map.Entry<String, String>> standing() {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < chances.size(); i++) {
      String table = TABLES.get(i);
      chances.get(i).ifPresent(chance -> lines.add(Map.entry("Chance " + table, chance + "")));
    }
    for (int i = 0; i < matches.size(); i++) {
      if (matches.get(i).isNoted()) {
        lines.add(Map.entry("Matched " + TABLES.get(i), matches.get(i).toString()));
      }
    }
    return lines;
  }

  /** The members of a match. */
  static JsonText match(NameMatch match) {
    OptionalInt parts = match.comparedParts();
    return new JsonText()
        .put("pictures", match.matched())
        .put("truth_pictures", match.truth())
        .put("table_pictures", match.table())
        .put("name_parts", parts.isPresent() ? (Object) parts.getAsInt() : null);
  }

  /** Lines for a terminal. */
  public String text() {
    McNemar test = comparison.mcNemar();
    String standing =
        standing().stream()
            .map(line -> String.format(Locale.ROOT, "%-11s %s%n", line.getKey(), line.getValue()))
            .collect(Collectors.joining());
    return standing
        + String.format(
            Locale.ROOT,
            "Pictures    %s%n"
                + "A           %s, preset %s: %s %s%n"
                + "B           %s, preset %s: %s %s%n"
                + "B - A       %s points (95 %%: %s)%n"
                + "Only A      %s right%n"
                + "Only B      %s right%n"
                + "McNemar     p = %s (%s)%n"
                + "Truth       %s%n",
            Figures.count(comparison.images()),
            a.model(),
            a.preset(),
            measure(),
            Figures.withInterval(comparison.a()),
            b.model(),
            b.preset(),
            measure(),
            Figures.withInterval(comparison.b()),
            Figures.points(comparison.difference()),
            interval(),
            Figures.count(comparison.onlyA()),
            Figures.count(comparison.onlyB()),
            pValue(),
            test.test(),
            a.recognition());
  }

  /** {@code compare.json}; shares and differences are 0 to 1. */
  public String json() {
    McNemar test = comparison.mcNemar();
    return new JsonText()
        .put("chance_a", chance(0))
        .put("chance_b", chance(1))
        .put("threshold", threshold.map(least -> Double.valueOf(least.toString())).orElse(null))
        .put("images", comparison.images())
        .put("a", run(a, comparison.a()).put("matched", match(0)))
        .put("b", run(b, comparison.b()).put("matched", match(1)))
        .put("truth", a.truth())
        .put("truth_format", a.truthFormat())
        .put("truth_recognition", a.recognition())
        .put("both_right", comparison.bothRight())
        .put("only_a", comparison.onlyA())
        .put("only_b", comparison.onlyB())
        .put("both_wrong", comparison.bothWrong())
        .put("difference", comparison.difference())
        .putInterval("difference_ci95", comparison.interval(bootstrap))
        .put(
            "bootstrap",
            new JsonText().put("resamples", bootstrap.resamples()).put("seed", bootstrap.seed()))
        .put(
            "mcnemar",
            new JsonText()
                .put("test", test.test())
                .put("statistic", test.statistic())
                .put("p", test.pValue()))
        .put("only_a_pictures", (Object) comparison.lost().names())
        .put("only_b_pictures", (Object) comparison.gained().names())
        .toString();
  }

  /** {@code compare.html}. */
  public String html() {
    String title = threshold.isPresent() ? "Exact matches" : "Top-1";
    HtmlPage page = new HtmlPage("Two runs over the same pictures");
    standing().forEach(line -> page.warning(line.getKey() + ": " + line.getValue()));
    page.raw("<dl>\n")
        .term("A", a.model() + ", preset " + a.preset() + ", " + a.predictions())
        .term("B", b.model() + ", preset " + b.preset() + ", " + b.predictions())
        .term("Truth", a.recognition())
        .term(
            "Right",
            threshold.isPresent()
                ? "pictures given their labels and no others, at " + threshold.get()
                : "pictures whose first class is theirs")
        .raw("</dl>\n<ul class=\"cards\">\n")
        .card(title + " of A", Figures.percent(comparison.a().value()), "of all pictures")
        .card(title + " of B", Figures.percent(comparison.b().value()), "of all pictures")
        .card("B - A, points", Figures.points(comparison.difference()), "95 %: " + interval())
        .card("McNemar", "p = " + pValue(), comparison.mcNemar().test())
        .raw("</ul>\n")
        .heading("Pictures by who has them right")
        .raw("<table><tbody>\n");
    row(page, "Both", comparison.bothRight());
    row(page, "Only A", comparison.onlyA());
    row(page, "Only B", comparison.onlyB());
    row(page, "Neither", comparison.bothWrong());
    page.raw("</tbody></table>\n").heading("Pictures that changed sides");
    page.names("Only A has right", comparison.onlyA(), comparison.lost().names());
    page.names("Only B has right", comparison.onlyB(), comparison.gained().names());
    return page.end("");
  }

  private @Nullable String chance(int table) {
    return table < chances.size() ? chances.get(table).map(Chance::toString).orElse(null) : null;
  }

  private @Nullable Object match(int table) {
    return table < matches.size() ? match(matches.get(table)).members() : null;
  }

  private static void row(HtmlPage page, String who, long count) {
    page.raw("<tr>").cell(who, false).cell(Figures.count(count), true).raw("</tr>\n");
  }

  /** Whose share the figures are: of independent labels, pictures given theirs and no others. */
  private String measure() {
    return threshold.map(least -> "exact matches at " + least).orElse("top-1");
  }

  private JsonText run(EvaluatedRun run, Share right) {
    String name = threshold.isPresent() ? "exact_match" : "top1";
    return new JsonText()
        .put("predictions", run.predictions())
        .put("model", run.model())
        .put("preset", run.preset())
        .put("weights_sha256", run.weightsSha256().orElse(null))
        .put(name, right.value())
        .putInterval(name + "_ci95", right.interval());
  }

  private String interval() {
    Optional<Interval> interval = comparison.interval(bootstrap);
    return interval
        .map(i -> String.format(Locale.ROOT, "%+.2f to %+.2f", 100 * i.low(), 100 * i.high()))
        .orElse("–");
  }

  private String pValue() {
    double p = comparison.mcNemar().pValue();
    return p < 1e-4 ? String.format(Locale.ROOT, "%.1e", p) : String.format(Locale.ROOT, "%.4f", p);
  }
}
