// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Keras 3 calls the group of a layer's weights: by its class, counted within the model, and
 * never by the layer's own name.
 */
final class GroupName {
  private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z]+)");
  private static final Pattern END = Pattern.compile("([a-z])([A-Z])");

  private GroupName() {}

  /** The next one of a class. */
  static String next(String className, Map<String, Integer> counters) {
    String name = snakeCase(className);
    int count = counters.merge(name, 1, Integer::sum) - 1;
    return count == 0 ? name : name + "_" + count;
  }

  private static String snakeCase(String className) {
    String plain = className.replaceAll("\\W+", "");
    String words = WORD.matcher(plain).replaceAll("$1_$2");
    return END.matcher(words).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
