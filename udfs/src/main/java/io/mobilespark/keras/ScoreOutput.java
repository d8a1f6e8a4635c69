// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Affine;
import io.mobilespark.keras.Operation.Binary;
import io.mobilespark.keras.Operation.Concatenation;
import io.mobilespark.keras.Operation.Convolution;
import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Operation.Function;
import io.mobilespark.keras.Operation.Global;
import io.mobilespark.keras.Operation.LogSoftmax;
import io.mobilespark.keras.Operation.Product;
import io.mobilespark.keras.Operation.Reshape;
import io.mobilespark.keras.Operation.Softmax;
import io.mobilespark.keras.Tracer.Traced;
import io.mobilespark.tensorflow.ScoreKind;
import java.util.Locale;

/**
 * What comes out of a model.
 *
 * @param logits number of the node that gives them
 * @param outputs of a picture
 * @param kind what they mean; logits are of classes, one of two
 * @param end how far the model's last layers tell that
 */
record ScoreOutput(int logits, int outputs, ScoreKind kind, End end) {
  /** What a model ends in. */
  enum End {
    /** Softmax or sigmoid. */
    PROBABILITIES,
    /** What a dense or convolution layer gives. */
    LOGITS,
    /** Something else, such as the mean of probabilities, or pooled features. */
    OTHER
  }

  static ScoreOutput of(Traced traced) {
    TensorShape shape = traced.last().shape();
    if (shape.size() != shape.channels()) {
      throw new KerasModelException(
          String.format(Locale.ROOT, "the model gives %s, wanted one row of scores", shape));
    }
    int outputs = shape.size();
    int last = traced.output();
    while (traced.nodes().get(last).operation() instanceof Reshape) {
      last = traced.nodes().get(last).inputs().get(0);
    }
    Operation operation = traced.nodes().get(last).operation();
    boolean softmax = operation instanceof Softmax;
    boolean sigmoid =
        operation instanceof Function function && function.elementwise() == Elementwise.SIGMOID;
    if (softmax && outputs == 1) {
      throw new KerasModelException(
          "the model ends in a softmax of one output, which is always 1; one output wants a"
              + " sigmoid or no activation");
    }
    End end = End.PROBABILITIES;
    if (softmax || sigmoid) {
      last = traced.nodes().get(last).inputs().get(0);
    } else {
      end = isLogits(traced, last) ? End.LOGITS : End.OTHER;
    }
    return new ScoreOutput(
        last,
        outputs,
        outputs == 1 ? ScoreKind.TWO_CLASSES : sigmoid ? ScoreKind.LABELS : ScoreKind.CLASSES,
        end);
  }

  /** Nodes that bend no values are looked through. */
  private static boolean isLogits(Traced traced, int node) {
    TracedNode at = traced.nodes().get(node);
    Operation operation = at.operation();
    if (operation instanceof Product
        || operation instanceof Convolution
        || operation instanceof LogSoftmax) {
      return true;
    }
    boolean looksThrough =
        operation instanceof Affine
            || operation instanceof Reshape
            || operation instanceof Global
            || operation instanceof Binary
            || operation instanceof Concatenation;
    return looksThrough && at.inputs().stream().allMatch(each -> isLogits(traced, each));
  }

  /** Classes or labels that are scored. */
  int classes() {
    return kind == ScoreKind.TWO_CLASSES ? 2 : outputs;
  }
}
