// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.evaluation;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/**
 * How well the probabilities of independent labels agree with the ground truth.
 *
 * <p>Average precision is scikit-learn's {@code average_precision_score}: with the pictures in
 * descending order of their probability of the label, and P(n) and R(n) precision and recall of the
 * pictures down to the n-th different probability, AP = sum over n of (R(n) - R(n-1)) P(n), without
 * interpolation. Pictures of the truth without a row, or with a rejected one, count in the recall
 * and are never found. {@code mAP} is the mean over the labels that a picture has. F1 is that of
 * scikit-learn's {@code f1_score}, {@code micro} over all decisions, {@code macro} the mean over
 * the labels that a picture has or is given; the share of exact matches is its {@code
 * accuracy_score} of label sets.
 *
 * @param counts of pictures
 * @param threshold probability from which a label counts as given
 * @param perLabel in the order of the labels
 * @param exact share of the truth's pictures that are given their labels and no others
 */
public record LabelEvaluation(
    Evaluation.Counts counts, float threshold, List<LabelFigures> perLabel, Share exact) {
  /** Copies the list. */
  public LabelEvaluation {
    perLabel = List.copyOf(perLabel);
  }

  /** Mean average precision; empty where no picture has a label. */
  public OptionalDouble meanAveragePrecision() {
    return perLabel.stream()
        .map(LabelFigures::averagePrecision)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /** Labels that a picture of the truth has. */
  public long labelsWithPictures() {
    return perLabel.stream().filter(label -> label.support() > 0).count();
  }

  /** Share of labels given that are right, over all labels. */
  public Share microPrecision() {
    return new Share(sum(LabelFigures::hits), sum(LabelFigures::predicted));
  }

  /** Share of the truth's labels that were given, over all labels. */
  public Share microRecall() {
    return new Share(sum(LabelFigures::hits), sum(LabelFigures::support));
  }

  /** F1 over all decisions. */
  public OptionalDouble microF1() {
    return new Share(
            2 * sum(LabelFigures::hits), sum(LabelFigures::support) + sum(LabelFigures::predicted))
        .value();
  }

  /** The mean F1 of a label. */
  public OptionalDouble macroF1() {
    return perLabel.stream()
        .map(LabelFigures::f1)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  private long sum(ToLongFunction<LabelFigures> count) {
    return perLabel.stream().mapToLong(count).sum();
  }
}
