package io.mobilespark.jobs.label;

import io.mobilespark.image.Preset;
import io.mobilespark.labels.ClassList;
import io.mobilespark.model.FrozenGraph;

/**
 * A model whose weights, classes and preprocessing have been checked against each other, ready to
 * be sent to executors.
 *
 * @param graph the network with its weights
 * @param weightsSha256 of the weights' file, 64 hexadecimal digits
 * @param classes one per output
 * @param preset the preprocessing
 */
public record PreparedModel(
    FrozenGraph graph, String weightsSha256, ClassList classes, Preset preset) {

  /** Name, alpha, resolution and the start of the weights' hash: the column {@code model}. */
  public String id() {
    return "%s_%s_%d_%s"
        .formatted(
            graph.spec().name(),
            graph.spec().alpha(),
            graph.spec().height(),
            weightsSha256.substring(0, 12));
  }
}
