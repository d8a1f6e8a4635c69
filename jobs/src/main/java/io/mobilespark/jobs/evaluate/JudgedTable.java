// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluate;

import io.mobilespark.MobileSparkException;
import io.mobilespark.jobs.evaluation.EvaluatedRun;
import io.mobilespark.jobs.evaluation.Evaluator;
import io.mobilespark.jobs.evaluation.Judgement;
import io.mobilespark.jobs.evaluation.LabelEvaluator;
import io.mobilespark.jobs.evaluation.LabelJudgement;
import io.mobilespark.jobs.evaluation.PredictionTable;
import io.mobilespark.jobs.evaluation.Truth;
import io.mobilespark.jobs.evaluation.TruthSource;
import io.mobilespark.jobs.report.AccuracyReport;
import io.mobilespark.jobs.report.EvaluationReport;
import io.mobilespark.jobs.report.LabelReport;
import io.mobilespark.jobs.report.MistakePicture;
import io.mobilespark.labels.ClassList;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A table judged by the figures that fit the kind of its scores.
 *
 * @param report the figures
 * @param judgement of classes; empty for independent labels
 */
record JudgedTable(AccuracyReport report, Optional<Judgement> judgement) {
  /**
   * Judges a table.
   *
   * @param name what the report calls it
   * @throws MobileSparkException when table and truth cannot be judged
   */
  static JudgedTable of(
      PredictionTable table, String name, TruthSource truth, Configuration hadoop) {
    RunModel model = RunModel.of(table, hadoop);
    PredictionTable named = new PredictionTable(name, table.model(), table.preset(), table.rows());
    ClassList classes = table.counting(classes(table, model, truth));
    if (model.hasLabels()) {
      Truth sets = truth.readLabelSets(classes);
      LabelJudgement judgement =
          LabelEvaluator.judge(sets, named, classes, truth.threshold(), truth.onlyLabelled());
      EvaluatedRun run = EvaluatedRun.of(named, model.weightsSha256(), sets);
      return new JudgedTable(
          new LabelReport(judgement.evaluation(), run, classes, judgement.match()),
          Optional.empty());
    }
    Truth read = truth.read(classes);
    Judgement judgement =
        Evaluator.judge(read, table, classes, truth.real(classes), truth.onlyLabelled());
    EvaluatedRun run = EvaluatedRun.of(named, model.weightsSha256(), read);
    return new JudgedTable(EvaluationReport.of(judgement, run, classes), Optional.of(judgement));
  }

  /** The list that the user names; of independent labels without one, as the table names them. */
  static ClassList classes(PredictionTable table, RunModel model, TruthSource truth) {
    return model.hasLabels() && !truth.namesClasses()
        ? table.ownLabels().orElseGet(truth::classes)
        : truth.classes();
  }

  /**
   * Reads a truth before any work is done for it.
   *
   * @throws MobileSparkException where it can be read neither as that of classes nor as that of
   *     independent labels, whose own list is not known yet
   */
  static void requireReadable(TruthSource truth) {
    ClassList classes = truth.classes();
    try {
      truth.read(classes);
    } catch (MobileSparkException notOfClasses) {
      if (!truth.namesClasses()) {
        throw notOfClasses;
      }
      try {
        truth.readLabelSets(classes);
      } catch (MobileSparkException notOfLabels) {
        notOfClasses.addSuppressed(notOfLabels);
        throw notOfClasses;
      }
    }
  }

  /** Previews of the most confident mistakes by key; none of independent labels. */
  Map<String, MistakePicture> mistakes(MistakePictures pictures) {
    return judgement.map(pictures::of).orElseGet(Map::of);
  }
}
