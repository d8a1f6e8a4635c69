// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mobilespark.MobileSparkException;
import io.mobilespark.labels.ClassList.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads class lists from JSON; see {@link ClassList#parse}. */
final class ClassListJson {
  private static final String HUGGING_FACE = "id2label";

  private ClassListJson() {}

  static List<Entry> parse(String origin, String text) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new MobileSparkException(origin + " is no JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode classes = json.has(HUGGING_FACE) ? json.get(HUGGING_FACE) : json;
    List<Entry> entries = new ArrayList<>();
    if (classes.isArray()) {
      classes.forEach(each -> entries.add(entry(origin, entries.size(), each)));
      return entries;
    }
    Map<Integer, JsonNode> byIndex = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : classes.properties()) {
      if (!each.getKey().matches("\\d{1,9}")) {
        throw new MobileSparkException(
            origin + " is JSON with the key '" + each.getKey() + "', where indices are wanted");
      }
      byIndex.put(Integer.valueOf(each.getKey()), each.getValue());
    }
    byIndex.forEach(
        (index, each) -> {
          if (index != entries.size()) {
            throw new MobileSparkException(origin + " has no class " + entries.size());
          }
          entries.add(entry(origin, index, each));
        });
    return entries;
  }

  private static Entry entry(String origin, int index, JsonNode json) {
    boolean keras = json.isArray() && json.size() == 2;
    String label = (keras ? json.get(0) : json).asText().strip();
    String name = (keras ? json.get(1) : json).asText().strip();
    if (label.isEmpty() || name.isEmpty()) {
      throw new MobileSparkException(origin + " has no label for the class " + index);
    }
    return new Entry(label, List.of(name));
  }
}
