// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import io.mobilespark.jobs.evaluation.Calibration;
import io.mobilespark.jobs.evaluation.Chance;
import io.mobilespark.jobs.evaluation.ClassFigures;
import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluation;
import io.mobilespark.jobs.evaluation.Listing;
import io.mobilespark.jobs.evaluation.PublishedComparison;
import io.mobilespark.jobs.evaluation.Share;
import io.mobilespark.jobs.evaluation.TwoClassFigures;
import io.mobilespark.labels.ClassList;
import io.mobilespark.labels.PairCount;
import java.util.List;
import java.util.Optional;

/**
 * {@code report.json}. Shares are 0 to 1, not percent; a share of nothing, and top-5 where too few
 * classes were kept, is null.
 */
public final class EvaluationJson {
  private static final int MOST_CONFUSIONS = 200;

  private EvaluationJson() {}

  /** The file's text. */
  public static String of(EvaluationReport report) {
    Evaluation evaluation = report.evaluation();
    Evaluation.Counts counts = evaluation.counts();
    JsonText json =
        new JsonText()
            .put("chance", report.chance().map(Chance::toString).orElse(null))
            .put("scores", evaluation.twoClasses().isPresent() ? "two_classes" : "classes")
            .put("matched", ComparisonReport.match(report.match()))
            .put("images", counts.images())
            .put("classified", counts.classified())
            .put("rejected", counts.rejected().count())
            .put("missing", counts.missing().count())
            .put("surplus", counts.surplus().count())
            .put("unlabelled", counts.unlabelled().count())
            .put("top1", evaluation.top1().value())
            .putInterval("top1_ci95", evaluation.top1().interval());
    Optional<Share> top5 = evaluation.top5();
    json.put("top5", top5.flatMap(EvaluationJson::value).orElse(null))
        .putInterval("top5_ci95", top5.flatMap(Share::interval))
        .put("kept_classes", evaluation.keptClasses());
    put(json, report.run());
    json.put("published", report.published().stream().map(EvaluationJson::published).toList())
        .put("real", evaluation.real().map(EvaluationJson::real).orElse(null))
        .put("two_classes", evaluation.twoClasses().map(EvaluationJson::twoClasses).orElse(null))
        .put("calibration", calibration(evaluation.calibration()))
        .put(
            "confusions",
            evaluation.pairs().confusions(MOST_CONFUSIONS).stream()
                .map(pair -> confusion(pair, report.classes()))
                .toList())
        .put(
            "per_class",
            evaluation.perClass().stream().map(figures -> perClass(figures, report)).toList())
        .put("rejected_pictures", rejected(counts.rejected()))
        .put("missing_pictures", (Object) counts.missing().names())
        .put("surplus_pictures", (Object) counts.surplus().names())
        .put("unlabelled_pictures", (Object) counts.unlabelled().names());
    return json.toString();
  }

  private static Optional<Object> value(Share share) {
    return share.value().isPresent() ? Optional.of(share.value().getAsDouble()) : Optional.empty();
  }

  static void put(JsonText json, EvaluatedRun run) {
    json.put("model", run.model())
        .put("preset", run.preset())
        .put("weights_sha256", run.weightsSha256().orElse(null))
        .put("predictions", run.predictions())
        .put("truth", run.truth())
        .put("truth_format", run.truthFormat())
        .put("truth_recognition", run.recognition());
  }

  private static JsonText published(PublishedComparison comparison) {
    return new JsonText()
        .put("source", comparison.figure().source())
        .put("preset", comparison.figure().preset())
        .put("note", comparison.figure().note())
        .put("top1", comparison.figure().top1Percent() / 100)
        .put(
            "top5",
            comparison.figure().top5Percent().isPresent()
                ? (Object) (comparison.figure().top5Percent().getAsDouble() / 100)
                : null)
        .put("difference", comparison.difference())
        .put("in_interval", comparison.inInterval())
        .put("cause", comparison.cause().orElse(null));
  }

  private static Object real(Share share) {
    return new JsonText()
        .put("accuracy", share.value())
        .putInterval("ci95", share.interval())
        .put("counted", share.of())
        .members();
  }

  private static Object twoClasses(TwoClassFigures figures) {
    return new JsonText()
        .put("accuracy", figures.accuracy().value())
        .putInterval("accuracy_ci95", figures.accuracy().interval())
        .put("auc", figures.auc())
        .put("precision", figures.precision().value())
        .put("recall", figures.recall().value())
        .put("f1", figures.f1())
        .members();
  }

  private static JsonText calibration(Calibration calibration) {
    return new JsonText()
        .put("pictures", calibration.pictures())
        .put("ece", calibration.ece())
        .put("mce", calibration.mce())
        .put("nll", calibration.nll())
        .put("brier", calibration.brier())
        .put("brier_at_most", calibration.brierAtMost())
        .put("exact", calibration.complete())
        .put("truncated", calibration.truncated())
        .put(
            "bins",
            calibration.bins().stream()
                .map(
                    bin ->
                        new JsonText()
                            .put("low", bin.low())
                            .put("high", bin.high())
                            .put("count", bin.count())
                            .put("accuracy", bin.accuracy())
                            .put("confidence", bin.confidence()))
                .toList());
  }

  private static JsonText confusion(PairCount pair, ClassList classes) {
    return new JsonText()
        .put("truth", classes.label(pair.truth()))
        .put("truth_name", classes.name(pair.truth()))
        .put("prediction", classes.label(pair.prediction()))
        .put("prediction_name", classes.name(pair.prediction()))
        .put("count", pair.count());
  }

  private static JsonText perClass(ClassFigures figures, EvaluationReport report) {
    JsonText json =
        new JsonText()
            .put("index", figures.index())
            .put("label", report.classes().label(figures.index()))
            .put("name", report.classes().name(figures.index()))
            .put("support", figures.support())
            .put("predicted", figures.predicted())
            .put("precision", figures.precision())
            .put("recall", figures.recall())
            .put("f1", figures.f1());
    return report.evaluation().top5().isPresent()
        ? json.put("top5", figures.top5())
        : json.put("top5", (Object) null);
  }

  static List<JsonText> rejected(Listing listing) {
    return listing.names().stream()
        .map(name -> name.split("\t", 2))
        .map(parts -> new JsonText().put("picture", parts[0]).put("reason", parts[1]))
        .toList();
  }
}
