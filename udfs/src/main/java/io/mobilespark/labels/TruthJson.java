// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Takes pictures and labels out of JSON: an object of both, an array of objects that have each in a
 * field, or such objects one after the other.
 */
final class TruthJson {
  private TruthJson() {}

  /**
   * All pictures in order.
   *
   * @param pictureTitles fields of a picture, the best first
   * @param labelTitles fields of its label, the best first
   * @param bad takes objects that lack one of both
   */
  static List<LabelledPicture> pictures(
      String origin,
      String text,
      List<String> pictureTitles,
      List<String> labelTitles,
      BadLines bad) {
    List<JsonNode> objects = objects(origin, text);
    List<LabelledPicture> pictures = new ArrayList<>();
    int number = 0;
    for (JsonNode object : objects) {
      number++;
      Optional<String> picture = field(object, pictureTitles);
      Optional<String> label = field(object, labelTitles);
      if (picture.isPresent() && label.isPresent()) {
        pictures.add(new LabelledPicture(picture.get(), label.get()));
      } else if (objects.size() == 1) {
        whole(origin, object, pictures, bad);
      } else {
        bad.skip(
            new MobileSparkException(
                String.format(
                    Locale.ROOT,
                    "%s: the object %d of %d has no picture or no label",
                    origin,
                    number,
                    objects.size())));
      }
    }
    return pictures;
  }

  /** The objects of a text: those of an array, or one after the other. */
  static List<JsonNode> objects(String origin, String text) {
    List<JsonNode> roots = new ArrayList<>();
    try (MappingIterator<JsonNode> all =
        new ObjectMapper()
            .readerFor(JsonNode.class)
            // What stands twice would count once, and nobody would know.
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .readValues(text)) {
      all.forEachRemaining(roots::add);
    } catch (JsonProcessingException e) {
      throw broken(origin, e.getOriginalMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw broken(origin, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
    List<JsonNode> objects = new ArrayList<>();
    roots.forEach(root -> (root.isArray() ? root : List.of(root)).forEach(objects::add));
    return objects;
  }

  /** An object whose keys are pictures. */
  private static void whole(
      String origin, JsonNode object, List<LabelledPicture> pictures, BadLines bad) {
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      if (!each.getValue().isValueNode() || each.getValue().isNull()) {
        bad.skip(new MobileSparkException(origin + ": " + each.getKey() + " has no label"));
      } else {
        pictures.add(new LabelledPicture(each.getKey(), each.getValue().asText().strip()));
      }
    }
  }

  private static Optional<String> field(JsonNode object, List<String> titles) {
    for (String title : titles) {
      for (Map.Entry<String, JsonNode> each : object.properties()) {
        if (each.getKey().equalsIgnoreCase(title)
            && each.getValue().isValueNode()
            && !each.getValue().isNull()) {
          return Optional.of(each.getValue().asText().strip());
        }
      }
    }
    return Optional.empty();
  }

  private static MobileSparkException broken(String origin, String why, Exception e) {
    return new MobileSparkException(origin + " is no JSON: " + why, e);
  }
}
