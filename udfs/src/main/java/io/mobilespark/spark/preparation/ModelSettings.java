package io.mobilespark.spark.preparation;

import io.mobilespark.tensorflow.Precision;
import java.util.Optional;

/**
 * Which network computes, and on what.
 *
 * @param model its name, such as {@code mobilenet_v2}
 * @param alpha width multiplier, above 0
 * @param resolution height and width of the input in pixels, 32 or more
 * @param weights a local or remote file
 * @param classes {@code imagenet}, or a file of labels
 * @param preset the name of the preprocessing; empty for the one of the variant's published figure,
 *     or of the head
 * @param head a folder with a head that was trained on this network's features; empty for the
 *     network's own classifier
 * @param precision what it computes in
 */
public record ModelSettings(
    String model,
    double alpha,
    int resolution,
    String weights,
    String classes,
    Optional<String> preset,
    Optional<String> head,
    Precision precision) {

  /** The classes of ImageNet's 2012 challenge. */
  public static final String IMAGENET = "imagenet";

  /** A network with its own classifier that computes in float32. */
  public ModelSettings(
      String model,
      double alpha,
      int resolution,
      String weights,
      String classes,
      Optional<String> preset) {
    this(model, alpha, resolution, weights, classes, preset, Optional.empty(), Precision.FP32);
  }

  /** The same network in another precision. */
  public ModelSettings in(Precision other) {
    return new ModelSettings(model, alpha, resolution, weights, classes, preset, head, other);
  }

  /** The class list that its outputs count by: that of the head, where it has one. */
  public String outputClasses() {
    return head.map(folder -> folder + "/" + TrainedHead.CLASSES).orElse(classes);
  }

  /** Checks what does not need the model. */
  public ModelSettings {
    if (!(alpha > 0) || alpha > 16) {
      throw new IllegalArgumentException("alpha is above 0 and at most 16: " + alpha);
    }
    if (resolution < 32 || resolution > 4096) {
      throw new IllegalArgumentException("resolution is 32 to 4096 pixels: " + resolution);
    }
    if (weights.isBlank()) {
      throw new IllegalArgumentException("weights need a file");
    }
  }
}
