// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.shards;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which features of a {@code tf.train.Example} hold what: of each list the first that is there.
 *
 * @param contents the picture as a file holds it, bytes
 * @param labels what it shows, bytes or an integer
 * @param names its file name, bytes; where it is missing or empty, the record's number is the name
 */
public record ExampleFeatures(List<String> contents, List<String> labels, List<String> names)
    implements Serializable {
  /** Those of TensorFlow's own ImageNet scripts and TF-Slim, and of TensorFlow Datasets. */
  public static final ExampleFeatures DEFAULT =
      new ExampleFeatures(
          List.of("image/encoded", "image"),
          List.of("image/class/label", "image/class/text", "image/class/synset", "label"),
          List.of("image/filename", "file_name"));

  /** Checks that the picture has a feature. */
  public ExampleFeatures {
    contents = List.copyOf(contents);
    labels = List.copyOf(labels);
    names = List.copyOf(names);
    if (contents.isEmpty() || contents.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("The feature that holds the picture needs a name");
    }
  }

  /**
   * Features as an option names them, such as {@code image=jpeg,label=class,key=id}; of what it
   * does not name, the known ones.
   *
   * @throws IllegalArgumentException where it is something else
   */
  public static ExampleFeatures parse(String text) {
    List<String> contents = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String what = equals < 0 ? "" : part.substring(0, equals).strip();
      String feature = part.substring(equals + 1).strip();
      List<String> features =
          switch (what) {
            case "image" -> contents;
            case "label" -> labels;
            case "key" -> names;
            default -> throw wrong(part);
          };
      if (feature.isEmpty()) {
        throw wrong(part);
      }
      features.add(feature);
    }
    return new ExampleFeatures(
        contents.isEmpty() ? DEFAULT.contents : contents,
        labels.isEmpty() ? DEFAULT.labels : labels,
        names.isEmpty() ? DEFAULT.names : names);
  }

  private static IllegalArgumentException wrong(String part) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "--example-features are image=…,label=…,key=… with names of features, not '%s'",
            part));
  }
}
