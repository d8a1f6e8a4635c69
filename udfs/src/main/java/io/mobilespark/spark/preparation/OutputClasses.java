// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.labels.ClassList;
import io.mobilespark.tensorflow.ScoreKind;
import java.util.List;
import java.util.stream.IntStream;

/** The classes or labels that a model's outputs stand for. */
final class OutputClasses {
  private OutputClasses() {}

  /**
   * The list that was asked for, as far as it fits: ImageNet's, which is what nobody asks for,
   * gives way to the outputs' indices where a model has another number of outputs, and one name
   * alone tells two classes apart.
   *
   * @param outputs classes or labels of the model
   * @throws io.mobilespark.MobileSparkException with both numbers when they differ otherwise
   */
  static ClassList of(String asked, ClassList listed, ScoreKind kind, int outputs) {
    boolean imageNet =
        outputs == ClassList.imagenet().size() || outputs == ClassList.imagenet().size() + 1;
    if (asked.equals(ModelSettings.IMAGENET) && !imageNet) {
      return indices(outputs);
    }
    if (kind == ScoreKind.TWO_CLASSES && listed.size() == 1) {
      return ClassList.of(listed.origin(), List.of("not " + listed.label(0), listed.label(0)));
    }
    return listed.forOutputs(outputs);
  }

  private static ClassList indices(int outputs) {
    return ClassList.of(
        "the outputs' indices", IntStream.range(0, outputs).mapToObj(Integer::toString).toList());
  }
}
