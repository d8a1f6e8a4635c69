// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.ml;

import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.Param;

/** A param whose values are known by name; another is refused with those that are known. */
final class ChoiceParam extends Param<String> {
  private static final long serialVersionUID = 1L;

  private final List<String> names;

  ChoiceParam(String parent, String name, String meaning, List<String> names) {
    super(
        parent,
        name,
        String.format(Locale.ROOT, "%s, one of: %s", meaning, String.join(", ", names)),
        String.class);
    this.names = List.copyOf(names);
  }

  @Override
  public void validate(String value) {
    if (!names.contains(value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The param %s is one of: %s; found '%s'",
              name(),
              String.join(", ", names),
              value));
    }
  }
}
