// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.util.List;

/**
 * The preset that a network is preprocessed by when nobody says otherwise: the one its published
 * accuracy was measured with, so that the accuracy can be expected.
 */
public final class PublishedPreset {
  /** What networks without a published accuracy get. */
  public static final String FALLBACK = "squash";

  /** Whose figures decide: first those of the weights that {@link PublishedVariants} offers. */
  private static final List<String> SOURCES = List.of("Keras Applications", "TF-Slim");

  private PublishedPreset() {}

  /**
   * The preset of the figure that Keras Applications publishes for a network, else of TF-Slim's,
   * whose checkpoints the remaining weights of Keras were made from; else {@link #FALLBACK}, which
   * also is for networks of other classes than ImageNet's: nobody published theirs.
   *
   * @return the name of a preset
   */
  public static String defaultFor(ModelSpec spec) {
    if (spec.classes() != ModelSpec.IMAGENET_CLASSES) {
      return FALLBACK;
    }
    List<PublishedAccuracy> figures = PublishedAccuracy.of(spec);
    return SOURCES.stream()
        .flatMap(source -> figures.stream().filter(figure -> figure.source().equals(source)))
        .map(PublishedAccuracy::preset)
        .findFirst()
        .orElse(FALLBACK);
  }
}
