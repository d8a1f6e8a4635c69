package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Chance;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.Interval;
import io.mobilespark.jobs.evaluation.PublishedComparison;
import io.mobilespark.jobs.evaluation.Share;
import io.mobilespark.model.Head;
import io.mobilespark.model.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Several models over the same pictures, side by side: size, cost, accuracy, and what was
 * published.
 *
 * @param reports one per model and preset
 */
public record ModelComparison(List<EvaluationReport> reports) {
  private static final List<String> COLUMNS =
      List.of(
          "model", "preset", "parameters", "MAdds", "top-1", "95 % interval", "top-5", "published");

  /** Copies the reports. */
  public ModelComparison {
    reports = List.copyOf(reports);
  }

  /** The models in the order of their tables. */
  public static ModelComparison of(List<EvaluationReport> reports) {
    return new ModelComparison(reports);
  }

  /** A Markdown table, readable on a terminal too. */
  public String markdown() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(COLUMNS);
    reports.forEach(report -> rows.add(cells(report)));
    int[] widths = new int[COLUMNS.size()];
    rows.forEach(
        row -> Arrays.setAll(widths, column -> Math.max(widths[column], row.get(column).length())));
    StringBuilder text = new StringBuilder();
    reports.forEach(report -> standing(report).forEach(text::append));
    for (int i = 0; i < rows.size(); i++) {
      line(text, rows.get(i), widths);
      if (i == 0) {
        line(text, Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths);
      }
    }
    reports.stream().map(ModelComparison::counts).distinct().forEach(text::append);
    return text.toString();
  }

  /** What has to be known before any figure. */
  private static List<String> standing(EvaluationReport report) {
    List<String> lines = new ArrayList<>();
    String run = report.run().model() + " with preset " + report.run().preset();
    report
        .chance()
        .ifPresent(chance -> lines.add(String.format(Locale.ROOT, "%s: %s%n%n", run, chance)));
    if (report.match().isNoted()) {
      lines.add(String.format(Locale.ROOT, "%s matched %s%n%n", run, report.match()));
    }
    return lines;
  }

  /** Whose share the figures are: what is missing counts as wrong. */
  private static String counts(EvaluationReport report) {
    Evaluation.Counts counts = report.evaluation().counts();
    return String.format(
        Locale.ROOT,
        "%nOf %,d pictures of the truth %,d were classified; %,d rejected and %,d missing ones count"
            + " as wrong.%n",
        counts.images(),
        counts.classified(),
        counts.rejected().count(),
        counts.missing().count());
  }

  /** The same with full precision. */
  public String json() {
    return new JsonText().put("models", reports.stream().map(this::entry).toList()).toString();
  }

  private JsonText entry(EvaluationReport report) {
    Evaluation evaluation = report.evaluation();
    Optional<Network> network = network(report);
    return new JsonText()
        .put("chance", report.chance().map(Chance::toString).orElse(null))
        .put("model", report.run().model())
        .put("preset", report.run().preset())
        .put("weights_sha256", report.run().weightsSha256().orElse(null))
        .put("parameters", network.map(Network::parameters).orElse(null))
        .put("multiply_adds", network.map(Network::multiplyAdds).orElse(null))
        .put("matched", ComparisonReport.match(report.match()))
        .put("images", evaluation.counts().images())
        .put("classified", evaluation.counts().classified())
        .put("rejected", evaluation.counts().rejected().count())
        .put("missing", evaluation.counts().missing().count())
        .put("top1", evaluation.top1().value())
        .putInterval("top1_ci95", evaluation.top1().interval())
        .put("top5", evaluation.top5().map(Share::value).orElse(java.util.OptionalDouble.empty()))
        .put(
            "published",
            report.published().stream()
                .map(
                    published ->
                        new JsonText()
                            .put("source", published.figure().source())
                            .put("preset", published.figure().preset())
                            .put("top1", published.figure().top1Percent() / 100)
                            .put("difference", published.difference())
                            .put("in_interval", published.inInterval())
                            .put("cause", published.cause().orElse(null)))
                .toList());
  }

  private static List<String> cells(EvaluationReport report) {
    Evaluation evaluation = report.evaluation();
    Optional<Network> network = network(report);
    return List.of(
        report.run().model(),
        report.run().preset(),
        network.map(n -> String.format(Locale.ROOT, "%.2f M", n.parameters() / 1e6)).orElse("?"),
        network.map(n -> String.format(Locale.ROOT, "%.1f M", n.multiplyAdds() / 1e6)).orElse("?"),
        percent(Optional.of(evaluation.top1())),
        evaluation.top1().interval().map(ModelComparison::percents).orElse(""),
        percent(evaluation.top5()),
        report.published().stream()
            .map(ModelComparison::published)
            .reduce((a, b) -> a + "; " + b)
            .orElse(report.chance().isPresent() ? "not compared" : "none"));
  }

  private static String published(PublishedComparison published) {
    return String.format(
        Locale.ROOT,
        "%s %% (%s)",
        Figures.plain(published.figure().top1Percent()),
        published.figure().preset());
  }

  private static Optional<Network> network(EvaluationReport report) {
    return PublishedComparison.spec(report.run().model())
        .map(spec -> Network.of(spec.withClasses(report.classes().size()), Head.CLASSIFIER));
  }

  private static String percent(Optional<Share> share) {
    return share
        .flatMap(s -> s.value().stream().boxed().findFirst())
        .map(value -> String.format(Locale.ROOT, "%.2f %%", 100 * value))
        .orElse("");
  }

  private static String percents(Interval interval) {
    return String.format(Locale.ROOT, "%.2f–%.2f", 100 * interval.low(), 100 * interval.high());
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      text.append("| ").append(cell).append(" ".repeat(widths[column] - cell.length() + 1));
    }
    text.append("|").append(System.lineSeparator());
  }
}
