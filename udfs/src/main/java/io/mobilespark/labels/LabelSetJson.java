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
   */
  static List<LabelledSet> pictures(
      String origin,
      String text,
      List<String> pictureTitles,
      List<String> labelTitles,
      LabelSplitter splitter) {
    List<JsonNode> objects = TruthJson.objects(origin, text);
    List<LabelledSet> pictures = new ArrayList<>();
    for (JsonNode object : objects) {
      Optional<JsonNode> picture =
          field(object, pictureTitles).filter(node -> node.isValueNode() && !node.isNull());
      Optional<JsonNode> labels = field(object, labelTitles);
      if (picture.isPresent() && labels.isPresent()) {
        pictures.add(
            new LabelledSet(
                picture.get().asText().strip(), labels(origin, labels.get(), splitter)));
      } else if (objects.size() == 1) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
          pictures.add(new LabelledSet(each.getKey(), labels(origin, each.getValue(), splitter)));
        }
      } else {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s: the object %d of %d has no picture or no labels",
                origin,
                pictures.size() + 1,
                objects.size()));
      }
    }
    return pictures;
  }

  private static List<String> labels(String origin, JsonNode node, LabelSplitter splitter) {
    if (node.isNull()) {
      return List.of();
    }
    if (node.isValueNode()) {
      return splitter.labels(node.asText());
    }
    List<String> labels = new ArrayList<>();
    for (JsonNode each : node) {
      if (!node.isArray() || !each.isValueNode() || each.isNull()) {
        throw new MobileSparkException(
            origin + ": labels are texts or numbers in an array, not " + node.getNodeType());
      }
      labels.add(each.asText().strip());
    }
    return labels;
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
