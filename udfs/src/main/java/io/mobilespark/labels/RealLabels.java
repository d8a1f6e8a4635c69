// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import io.mobilespark.identity.PictureKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The reassessed labels of the ILSVRC2012 validation set (ReaL; Beyer et al. 2020, "Are we done
 * with ImageNet?"): for every picture the set of classes that it shows. Pictures with an empty set
 * are left out, so they count neither as right nor as wrong.
 *
 * @param indices class indices by {@link PictureKey}, in the counting of the class list; no set is
 *     empty
 * @param leftOut number of pictures with an empty set
 */
public record RealLabels(Map<String, List<Integer>> indices, int leftOut) implements Serializable {
  /** Takes a copy. */
  public RealLabels {
    indices = Collections.unmodifiableMap(new LinkedHashMap<>(indices));
  }

  /**
   * Reads the published file: a JSON array of 50,000 arrays of indices from 0, in the order of the
   * pictures.
   *
   * @param origin what messages call the file: the path it was read from
   * @param json read to its end, not closed
   * @throws MobileSparkException when it is something else, or in another order
   * @throws IOException when reading fails
   */
  public static RealLabels read(String origin, InputStream json, ClassList classes)
      throws IOException {
    JsonNode sets = parse(origin, json);
    if (!sets.isArray() || sets.size() != KnownPictures.VALIDATION_PICTURES) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s is not a JSON array of %d label sets, but %s with %d entries",
              origin,
              KnownPictures.VALIDATION_PICTURES,
              sets.getNodeType(),
              sets.size()));
    }
    Map<String, List<Integer>> indices = new LinkedHashMap<>();
    for (int i = 0; i < sets.size(); i++) {
      String key = KnownPictures.validation(i + 1);
      List<Integer> set = set(origin, key, sets.get(i), classes);
      if (!set.isEmpty()) {
        indices.put(key, set);
      }
    }
    checkOrder(origin, indices, classes);
    return new RealLabels(indices, sets.size() - indices.size());
  }

  private static JsonNode parse(String origin, InputStream json) throws IOException {
    try {
      return new ObjectMapper().readTree(json.readAllBytes());
    } catch (JsonProcessingException malformed) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s is not JSON: line %d",
              origin,
              malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr()),
          malformed);
    }
  }

  private static List<Integer> set(String origin, String key, JsonNode labels, ClassList classes) {
    LabelReading reading = new LabelReading(LabelScheme.INDEX, classes, DevkitIds.ilsvrc2012());
    List<Integer> set = new ArrayList<>();
    for (JsonNode label : labels) {
      int index = label.isInt() ? reading.find(label.asText()).orElse(-1) : -1;
      if (index < 0) {
        throw new MobileSparkException(
            String.format(
                Locale.ROOT,
                "%s labels %s with %s, which is no index of %s",
                origin,
                key,
                label,
                classes.origin()));
      }
      set.add(index);
    }
    if (!labels.isArray()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT, "%s labels %s with %s, which is no array", origin, key, labels));
    }
    return List.copyOf(set);
  }

  /** Nine in ten reassessed sets still hold the old label; fewer than half means another order. */
  private static void checkOrder(
      String origin, Map<String, List<Integer>> indices, ClassList classes) {
    Map<LabelledPicture, Integer> known =
        KnownPictures.among(
            indices.keySet().stream().map(key -> new LabelledPicture(key, "")).toList(), classes);
    long kept =
        known.entrySet().stream()
            .filter(e -> indices.getOrDefault(e.getKey().key(), List.of()).contains(e.getValue()))
            .count();
    if (2 * kept < known.size()) {
      throw new MobileSparkException(
          String.format(
              Locale.ROOT,
              "%s is in another order: of %d known validation pictures only %d have their class in the set",
              origin,
              known.size(),
              kept));
    }
  }

  /** Whether a class is among those of the picture; false for a picture that is left out. */
  public boolean shows(String pictureKey, int classIndex) {
    return indices.getOrDefault(pictureKey, List.of()).contains(classIndex);
  }
}
