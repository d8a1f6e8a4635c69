package io.mobilespark.keras;

import io.mobilespark.keras.Operation.Elementwise;
import io.mobilespark.keras.Operation.Function;
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
 */
record ScoreOutput(int logits, int outputs, ScoreKind kind) {

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
    if (softmax || sigmoid) {
      last = traced.nodes().get(last).inputs().get(0);
    }
    return new ScoreOutput(
        last,
        outputs,
        outputs == 1 ? ScoreKind.TWO_CLASSES : sigmoid ? ScoreKind.LABELS : ScoreKind.CLASSES);
  }

  /** Classes or labels that are scored. */
  int classes() {
    return kind == ScoreKind.TWO_CLASSES ? 2 : outputs;
  }
}
