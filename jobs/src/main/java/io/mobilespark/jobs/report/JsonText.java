// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mobilespark.jobs.evaluation.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** JSON objects with their members in the order of putting; what is empty becomes null. */
final class JsonText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  JsonText put(String name, @Nullable Object value) {
    members.put(name, value);
    return this;
  }

  JsonText put(String name, OptionalDouble value) {
    return put(name, value.isPresent() ? (Object) value.getAsDouble() : null);
  }

  JsonText put(String name, JsonText value) {
    return put(name, (Object) value.members);
  }

  JsonText put(String name, List<JsonText> values) {
    return put(name, (Object) values.stream().map(value -> value.members).toList());
  }

  /** An interval as an array of its two ends. */
  JsonText putInterval(String name, Optional<Interval> value) {
    return put(name, (Object) value.map(i -> List.of(i.low(), i.high())).orElse(null));
  }

  Map<String, @Nullable Object> members() {
    return members;
  }

  @Override
  public String toString() {
    try {
      return JSON.writeValueAsString(members) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and numbers always have a JSON form", e);
    }
  }
}
