// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Chance;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.Interval;
import io.mobilespark.jobs.evaluation.LabelEvaluation;
import io.mobilespark.jobs.evaluation.PublishedComparison;
import io.mobilespark.jobs.evaluation.Share;
import io.mobilespark.model.Head;
import io.mobilespark.model.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Several models over the same pictures, side by side: size, cost, accuracy, and what was
 * published.
 *
 * @param reports one per model and preset
 */
public record ModelComparison(List<AccuracyReport> reports) {
  private static final List<String> COLUMNS =
      List.of(
          "model", "preset", "parameters", "MAdds", "top-1", "95 % interval", "top-5", "published");

  private static final List<String> LABEL_COLUMNS =
      List.of(
          "model", "preset", "parameters", "MAdds", "mAP", "micro F1", "macro F1", "exact matches");

  /** Copies the reports. */
  public ModelComparison {
    reports = List.copyOf(reports);
  }

  /** The models in the order of their tables. */
  public static ModelComparison of(List<AccuracyReport> reports) {
    return new ModelComparison(reports);
  }

  /** A Markdown table, readable on a terminal too. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    reports.forEach(report -> standing(report).forEach(text::append));
    List<List<String>> ofClasses =
        each(EvaluationReport.class).stream().map(ModelComparison::cells).toList();
    List<List<String>> ofLabels =
        each(LabelReport.class).stream().map(ModelComparison::cells).toList();
    table(text, COLUMNS, ofClasses);
    if (!ofClasses.isEmpty() && !ofLabels.isEmpty()) {
      text.append(System.lineSeparator());
    }
    table(text, LABEL_COLUMNS, ofLabels);
    each(LabelReport.class).stream()
        .map(ModelComparison::threshold)
        .distinct()
        .forEach(text::append);
    reports.stream().map(ModelComparison::counts).distinct().forEach(text::append);
    return text.toString();
  }

  private <T extends AccuracyReport> List<T> each(Class<T> kind) {
    return reports.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static void table(StringBuilder text, List<String> titles, List<List<String>> below) {
    if (below.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>(List.of(titles));
    rows.addAll(below);
    int[] widths = new int[titles.size()];
    rows.forEach(
        row -> Arrays.setAll(widths, column -> Math.max(widths[column], row.get(column).length())));
    for (int i = 0; i < rows.size(); i++) {
      line(text, rows.get(i), widths);
      if (i == 0) {
        line(text, Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths);
      }
    }
  }

  private static String threshold(LabelReport report) {
    return String.format(
        Locale.ROOT,
        "%nLabels are independent; F1 and exact matches are at a probability of %s.%n",
        report.evaluation().threshold());
  }

  /** What has to be known before any figure. */
  private static List<String> standing(AccuracyReport report) {
    List<String> lines = new ArrayList<>();
    String run = report.run().model() + " with preset " + report.run().preset();
    Optional<Chance> guessed =
        report instanceof EvaluationReport classes ? classes.chance() : Optional.empty();
    guessed.ifPresent(chance -> lines.add(String.format(Locale.ROOT, "%s: %s%n%n", run, chance)));
    if (report.match().isNoted()) {
      lines.add(String.format(Locale.ROOT, "%s matched %s%n%n", run, report.match()));
    }
    return lines;
  }

  /** Whose share the figures are: what is missing counts as wrong. */
  private static String counts(AccuracyReport report) {
    Evaluation.Counts counts = report.counts();
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

  private JsonText entry(AccuracyReport report) {
    Optional<Network> network = network(report);
    Evaluation.Counts counts = report.counts();
    JsonText json =
        new JsonText()
            .put("scores", report instanceof LabelReport ? "labels" : "classes")
            .put("model", report.run().model())
            .put("preset", report.run().preset())
            .put("weights_sha256", report.run().weightsSha256().orElse(null))
            .put("parameters", network.map(Network::parameters).orElse(null))
            .put("multiply_adds", network.map(Network::multiplyAdds).orElse(null))
            .put("matched", ComparisonReport.match(report.match()))
            .put("images", counts.images())
            .put("classified", counts.classified())
            .put("rejected", counts.rejected().count())
            .put("missing", counts.missing().count());
    if (report instanceof LabelReport labels) {
      return LabelJson.figures(json, labels.evaluation());
    }
    return report instanceof EvaluationReport classes ? figures(json, classes) : json;
  }

  private static JsonText figures(JsonText json, EvaluationReport report) {
    Evaluation evaluation = report.evaluation();
    return json.put("chance", report.chance().map(Chance::toString).orElse(null))
        .put("top1", evaluation.top1().value())
        .putInterval("top1_ci95", evaluation.top1().interval())
        .put("top5", evaluation.top5().map(Share::value).orElse(OptionalDouble.empty()))
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
    List<String> cells = costs(report);
    cells.add(percent(Optional.of(evaluation.top1())));
    cells.add(evaluation.top1().interval().map(ModelComparison::percents).orElse(""));
    cells.add(percent(evaluation.top5()));
    cells.add(
        report.published().stream()
            .map(ModelComparison::published)
            .reduce((a, b) -> a + "; " + b)
            .orElse(report.chance().isPresent() ? "not compared" : "none"));
    return cells;
  }

  private static List<String> cells(LabelReport report) {
    LabelEvaluation evaluation = report.evaluation();
    List<String> cells = costs(report);
    cells.add(Figures.decimals(evaluation.meanAveragePrecision(), 4));
    cells.add(Figures.decimals(evaluation.microF1(), 4));
    cells.add(Figures.decimals(evaluation.macroF1(), 4));
    cells.add(percent(Optional.of(evaluation.exact())));
    return cells;
  }

  private static List<String> costs(AccuracyReport report) {
    Optional<Network> network = network(report);
    return new ArrayList<>(
        List.of(
            report.run().model(),
            report.run().preset(),
            network
                .map(n -> String.format(Locale.ROOT, "%.2f M", n.parameters() / 1e6))
                .orElse("?"),
            network
                .map(n -> String.format(Locale.ROOT, "%.1f M", n.multiplyAdds() / 1e6))
                .orElse("?")));
  }

  private static String published(PublishedComparison published) {
    return String.format(
        Locale.ROOT,
        "%s %% (%s)",
        Figures.plain(published.figure().top1Percent()),
        published.figure().preset());
  }

  private static Optional<Network> network(AccuracyReport report) {
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
