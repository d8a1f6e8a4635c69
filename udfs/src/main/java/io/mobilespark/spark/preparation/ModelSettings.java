// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.identity.InputSize;
import io.mobilespark.image.Decoding;
import io.mobilespark.image.Preset;
import io.mobilespark.image.Presets;
import io.mobilespark.tensorflow.Precision;
import java.util.Optional;

/**
 * Which network computes, and on what.
 *
 * @param choice the network, as far as the file does not say it
 * @param weights a local or remote file
 * @param classes {@code imagenet}, or a file of labels
 * @param preset the name of the preprocessing; empty for the one of the variant's published figure,
 *     or of the head; what a {@link io.mobilespark.image.Decoding} adds to names stands for that
 *     one with such a decoding
 * @param head a folder with a head that was trained on this network's features; empty for the
 *     network's own classifier
 * @param precision what it computes in
 * @param reading what the file means, where it does not say
 */
public record ModelSettings(
    NetworkChoice choice,
    String weights,
    String classes,
    Optional<String> preset,
    Optional<String> head,
    Precision precision,
    ModelReading reading) {

  /** The classes of ImageNet's 2012 challenge. */
  public static final String IMAGENET = "imagenet";

  /** A square network with its own classifier that computes in float32. */
  public ModelSettings(
      String model,
      double alpha,
      int resolution,
      String weights,
      String classes,
      Optional<String> preset) {
    this(
        NetworkChoice.of(model, alpha, InputSize.square(resolution)),
        weights,
        classes,
        preset,
        Optional.empty(),
        Precision.FP32,
        ModelReading.AS_FOUND);
  }

  /**
   * The preprocessing: what was asked for, completed by another preset where that is not all.
   *
   * @param otherwise the other preset's name
   */
  public Preset presetOr(String otherwise) {
    return Presets.asked(preset, otherwise);
  }

  /** The same network on pictures that are decoded as asked; a plain decoding asks for nothing. */
  public ModelSettings decoding(Decoding asked) {
    return new ModelSettings(
        choice, weights, classes, asked.asked(preset), head, precision, reading);
  }

  /** The same network in another precision. */
  public ModelSettings in(Precision other) {
    return new ModelSettings(choice, weights, classes, preset, head, other, reading);
  }

  /** The same network on pictures that a preset prepares. */
  ModelSettings with(Preset other) {
    return new ModelSettings(
        choice, weights, classes, Optional.of(other.name()), head, precision, reading);
  }

  /** The class list that its outputs count by: that of the head, where it has one. */
  public String outputClasses() {
    return head.map(folder -> folder + "/" + TrainedHead.CLASSES).orElse(classes);
  }

  /** Checks what does not need the model. */
  public ModelSettings {
    if (weights.isBlank()) {
      throw new IllegalArgumentException("weights need a file");
    }
  }
}
