// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.identity.ModelId;
import io.mobilespark.identity.NetworkId;
import io.mobilespark.image.Preset;
import io.mobilespark.inference.ServedNetwork;
import io.mobilespark.labels.ClassList;
import io.mobilespark.tensorflow.InputRange;
import io.mobilespark.tensorflow.Precision;
import io.mobilespark.tensorflow.ScoreKind;
import io.mobilespark.tensorflow.SessionSettings;
import java.util.Locale;

/**
 * A model whose weights, classes and preprocessing have been checked against each other, ready to
 * be sent to executors.
 *
 * @param network with its weights
 * @param named which network it is said to be
 * @param weightsSha256 of the weights' file, 64 hexadecimal digits
 * @param classes one per output
 * @param preset the preprocessing
 * @param precision what it computes in
 */
public record PreparedModel(
    ServedNetwork network,
    NetworkId named,
    String weightsSha256,
    ClassList classes,
    Preset preset,
    Precision precision) {

  /** A model that computes in float32. */
  public PreparedModel(
      ServedNetwork network,
      NetworkId named,
      String weightsSha256,
      ClassList classes,
      Preset preset) {
    this(network, named, weightsSha256, classes, preset, Precision.FP32);
  }

  /** What the model wants pixels to be. */
  public InputRange range() {
    return network.range();
  }

  /** What its scores mean. */
  public ScoreKind kind() {
    return network.kind();
  }

  /** One line for people: what goes in, and what the outputs mean. */
  public String summary() {
    String scores =
        switch (network.kind()) {
          case CLASSES -> network.classes() + " classes";
          case LABELS -> network.classes() + " independent labels";
          case TWO_CLASSES -> "2 classes told apart by one output";
        };
    return String.format(
        Locale.ROOT,
        "%s with preset %s: input %dx%d of %s, %s named by %s",
        id(),
        preset.name(),
        network.height(),
        network.width(),
        network.range(),
        scores,
        classes.origin());
  }

  /** The same in another precision. */
  PreparedModel in(Precision other) {
    return new PreparedModel(network, named, weightsSha256, classes, preset, other);
  }

  /** How a task that has a core of its own opens it. */
  public SessionSettings session() {
    return SessionSettings.ONE_CORE_PER_TASK.in(precision);
  }

  /** Name, alpha, resolution and the start of the weights' hash: the column {@code model}. */
  public String id() {
    return ModelId.of(named, weightsSha256).toString();
  }
}
