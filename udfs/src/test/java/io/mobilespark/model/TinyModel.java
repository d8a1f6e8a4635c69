// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.nio.file.Path;
import java.util.List;

/** A file of weights made up from a seed: V1, alpha 0.25, 32x32, five classes. */
public final class TinyModel {
  /** What {@code ModelName} calls it. */
  public static final String NAME = "mobilenet_v1";

  /** Its width. */
  public static final double ALPHA = 0.25;

  /** Its input. */
  public static final int RESOLUTION = 32;

  /** Its outputs. */
  public static final List<String> CLASSES = List.of("ant", "bee", "cat", "dog", "eel");

  /** Its features: 1024 x alpha. */
  public static final int FEATURES = 256;

  private TinyModel() {}

  /** Writes weights made up from a seed for any network of this width, input and classes. */
  public static void write(String model, Path file, long seed) {
    ModelName name = ModelName.parse(model);
    ModelSpec spec =
        new ModelSpec(
            name.family(), ALPHA, RESOLUTION, RESOLUTION, CLASSES.size(), name.minimalistic());
    TestWeights.of(Network.of(spec, Head.CLASSIFIER), seed).write(file);
  }

  /** Writes the weights. */
  public static void write(Path file, long seed) {
    ModelSpec spec =
        new ModelSpec(
            ModelFamily.MOBILENET_V1, ALPHA, RESOLUTION, RESOLUTION, CLASSES.size(), false);
    TestWeights.of(Network.of(spec, Head.CLASSIFIER), seed).write(file);
  }
}
