package io.mobilespark.spark.preparation;

import io.mobilespark.image.Preset;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.labels.ClassList;
import io.mobilespark.model.ModelSpec;

/**
 * A model whose weights, classes and preprocessing have been checked against each other, ready to
 * be sent to executors.
 *
 * @param network with its weights
 * @param spec which network it is said to be
 * @param weightsSha256 of the weights' file, 64 hexadecimal digits
 * @param classes one per output
 * @param preset the preprocessing
 */
public record PreparedModel(
    ServedNetwork network, ModelSpec spec, String weightsSha256, ClassList classes, Preset preset) {

  /** Name, alpha, resolution and the start of the weights' hash: the column {@code model}. */
  public String id() {
    return "%s_%s_%d_%s"
        .formatted(spec.name(), spec.alpha(), spec.height(), weightsSha256.substring(0, 12));
  }
}
