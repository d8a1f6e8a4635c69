package io.mobilespark.shards;

import java.io.Serializable;
import java.util.List;

/**
 * Which features of a {@code tf.train.Example} hold what.
 *
 * @param content the picture as a file holds it, bytes
 * @param labels what it shows, bytes or an integer: the first of these that is there
 * @param name its file name, bytes; where it is missing or empty, the record's number is the name
 */
public record ExampleFeatures(String content, List<String> labels, String name)
    implements Serializable {
  /** Those of TensorFlow's own ImageNet scripts. */
  public static final ExampleFeatures DEFAULT =
      new ExampleFeatures(
          "image/encoded",
          List.of("image/class/label", "image/class/text", "image/class/synset"),
          "image/filename");

  /** Checks that the picture has a feature. */
  public ExampleFeatures {
    labels = List.copyOf(labels);
    if (content.isBlank()) {
      throw new IllegalArgumentException("The feature that holds the picture needs a name");
    }
  }
}
