package io.mobilespark.model;

import java.util.List;
import java.util.Optional;

/** Which preprocessing a variant's published accuracy belongs to. */
public final class PublishedPreset {
  private PublishedPreset() {}

  /**
   * The name of the preset for a network whose weights come from Keras: that of Keras's own table,
   * else that of TF-Slim's, else {@code squash}.
   */
  public static String defaultFor(ModelSpec spec) {
    List<PublishedAccuracy> figures = PublishedAccuracy.of(spec);
    return from(figures, "Keras").or(() -> from(figures, "TF-Slim")).orElse("squash");
  }

  private static Optional<String> from(List<PublishedAccuracy> figures, String source) {
    return figures.stream()
        .filter(figure -> figure.source().startsWith(source))
        .map(PublishedAccuracy::preset)
        .findFirst();
  }
}
