package io.mobilespark.keras;

import io.mobilespark.keras.Trace.Value;
import java.util.List;

/** Probabilities along the last side. */
record SoftmaxLayer() implements LayerKind {
  @Override
  public Value trace(LayerSite site) {
    Value input = site.input();
    List<Integer> axes = site.config().has("axis") ? site.config().integers("axis") : List.of(-1);
    if (axes.size() != 1 || !input.shape().isLast(axes.get(0))) {
      throw site.config().wrong("axis", "the last");
    }
    return site.add(new Operation.Softmax(), input.shape(), input);
  }
}
