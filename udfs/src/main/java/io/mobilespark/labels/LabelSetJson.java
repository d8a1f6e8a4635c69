// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import com.fasterxml.jackson.databind.JsonNode;
import io.mobilespark.MobileSparkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Takes pictures and all their labels out of JSON: an object of both, an array of objects that have
 * each in a field, or such objects one after the other. Labels are an array, or a text of several.
 */
final class LabelSetJson {
  private LabelSetJson() {}

  /**
   * All pictures in order.
   *
   * @param pictureTitles fields of a picture, the best first
   * @param labelTitles fields of its labels, the best first
   * @param bad takes what lacks one of both
   */
  static List<LabelledSet> pictures(
      String origin,
      String text,
      List<String> pictureTitles,
      List<String> labelTitles,
      LabelSplitter splitter,
      BadLines bad) {
    List<JsonNode> objects = TruthJson.objects(origin, text);
    List<LabelledSet> pictures = new ArrayList<>();
    int number = 0;
    for (JsonNode object : objects) {
      number++;
      Optional<JsonNode> picture =
          field(object, pictureTitles).filter(node -> node.isValueNode() && !node.isNull());
      Optional<JsonNode> labels = field(object, labelTitles);
      if (picture.isPresent() && labels.isPresent()) {
        String name = picture.get().asText().strip();
        labels(origin, labels.get(), splitter, bad)
            .ifPresent(own -> pictures.add(new LabelledSet(name, own)));
      } else if (objects.size() == 1) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
          labels(origin, each.getValue(), splitter, bad)
              .ifPresent(own -> pictures.add(new LabelledSet(each.getKey(), own)));
        }
      } else {
        bad.skip(
            new MobileSparkException(
                String.format(
                    Locale.ROOT,
                    "%s: the object %d of %d has no picture or no labels",
                    origin,
                    number,
                    objects.size())));
      }
    }
    return pictures;
  }

  /** Empty where they cannot be read. */
  private static Optional<List<String>> labels(
      String origin, JsonNode node, LabelSplitter splitter, BadLines bad) {
    if (node.isNull()) {
      return Optional.of(List.of());
    }
    if (node.isValueNode()) {
      return Optional.of(splitter.labels(node.asText()));
    }
    List<String> labels = new ArrayList<>();
    for (JsonNode each : node) {
      if (!node.isArray() || !each.isValueNode() || each.isNull()) {
        bad.skip(
            new MobileSparkException(
                origin + ": labels are texts or numbers in an array, not " + node.getNodeType()));
        return Optional.empty();
      }
      labels.add(each.asText().strip());
    }
    return Optional.of(labels);
  }

  private static Optional<JsonNode> field(JsonNode object, List<String> titles) {
    for (String title : titles) {
      for (Map.Entry<String, JsonNode> each : object.properties()) {
        if (each.getKey().equalsIgnoreCase(title)) {
          return Optional.of(each.getValue());
        }
      }
    }
    return Optional.empty();
  }
}
