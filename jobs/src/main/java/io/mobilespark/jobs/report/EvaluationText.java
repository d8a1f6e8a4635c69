// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Calibration;
import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.PublishedComparison;
import io.mobilespark.jobs.evaluation.TwoClassFigures;
import io.mobilespark.labels.PairCount;
import java.util.Locale;
import java.util.OptionalDouble;

/** The summary of a report as lines for a terminal. */
public final class EvaluationText {
  private static final int MOST_CONFUSIONS = 5;

  private final StringBuilder text = new StringBuilder();

  private EvaluationText() {}

  /** The lines. */
  public static String of(EvaluationReport report) {
    EvaluationText lines = new EvaluationText();
    lines.standing(report);
    lines.figures(report.evaluation());
    lines.run(report.run());
    lines.published(report);
    lines.confusions(report);
    return lines.text.toString();
  }

  /** What has to be known before any figure. */
  private void standing(EvaluationReport report) {
    report.chance().ifPresent(chance -> line("Chance", chance.toString()));
    line("Matched", report.match().toString());
  }

  private void figures(Evaluation evaluation) {
    Evaluation.Counts counts = evaluation.counts();
    long unlabelled = counts.unlabelled().count();
    line(
        "Pictures",
        Figures.count(counts.images())
            + (unlabelled == 0 ? ", all of which count" : ", those that were labelled"));
    line("", Figures.count(counts.classified()) + " classified");
    line("", Figures.count(counts.rejected().count()) + " rejected, counted as wrong");
    line("", Figures.count(counts.missing().count()) + " missing, counted as wrong");
    line("", Figures.count(counts.surplus().count()) + " without truth, not counted");
    if (unlabelled > 0) {
      line("", Figures.count(unlabelled) + " of the truth not labelled, not counted");
    }
    line("Top-1", Figures.withInterval(evaluation.top1()));
    line(
        "Top-5",
        evaluation
            .top5()
            .map(Figures::withInterval)
            .orElse("not known, the table keeps " + evaluation.keptClasses() + " classes"));
    evaluation.twoClasses().ifPresent(this::twoClasses);
    evaluation
        .real()
        .ifPresent(
            real ->
                line(
                    "ReaL",
                    Figures.withInterval(real)
                        + " of "
                        + Figures.count(real.of())
                        + " pictures with labels"));
    Calibration calibration = evaluation.calibration();
    String least = calibration.complete() ? "" : "at least ";
    line("ECE, MCE", number(calibration.ece()) + ", " + number(calibration.mce()));
    line("NLL", least + number(calibration.nll()));
    line("Brier", least + number(calibration.brier()));
  }

  private void twoClasses(TwoClassFigures figures) {
    line("At 0.5", Figures.withInterval(figures.accuracy()) + " of the classified");
    line("AUC", number(figures.auc()));
    line("Precision", Figures.withInterval(figures.precision()) + " of the second class");
    line("Recall", Figures.withInterval(figures.recall()) + " of the second class");
  }

  private void run(EvaluatedRun run) {
    line("Model", run.model());
    line("Preset", run.preset());
    run.weightsSha256().ifPresent(hash -> line("Weights", "sha256 " + hash));
    line("Truth", run.recognition());
  }

  private void published(EvaluationReport report) {
    for (PublishedComparison published : report.published()) {
      line(
          "Published",
          String.format(
              Locale.ROOT,
              "%s %% by %s with %s: %s points%s",
              Figures.plain(published.figure().top1Percent()),
              published.figure().source(),
              published.figure().preset(),
              Figures.points(published.difference()),
              published.inInterval() ? ", in the interval" : ""));
      published.cause().ifPresent(cause -> line("", "  " + cause));
    }
  }

  private void confusions(EvaluationReport report) {
    for (PairCount pair : report.evaluation().pairs().confusions(MOST_CONFUSIONS)) {
      line(
          "Confused",
          String.format(
              Locale.ROOT,
              "%s x %s taken for %s",
              Figures.count(pair.count()),
              report.classes().name(pair.truth()),
              report.classes().name(pair.prediction())));
    }
  }

  private static String number(OptionalDouble value) {
    return Figures.decimals(value, 4);
  }

  private void line(String title, String value) {
    text.append(String.format(Locale.ROOT, "%-11s ", title))
        .append(value)
        .append(System.lineSeparator());
  }
}
