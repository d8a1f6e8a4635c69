// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network without its weights: {@code mobilenet_v2_0.5_160}, {@code mobilenet_v1_1.0_96x160}.
 *
 * @param name of the architecture, lower-case letters, digits and underscores
 * @param alpha the width multiplier
 * @param resolution height and width of the input
 */
public record NetworkId(String name, double alpha, InputSize resolution) {
  private static final Pattern TEXT =
      Pattern.compile(
          "(?<name>[a-z0-9_]+)_(?<alpha>[0-9]+\\.[0-9]+)"
              + "_(?<resolution>[1-9][0-9]{0,5}(?:x[1-9][0-9]{0,5})?)");

  /** Reads what {@link #toString} writes; empty for every other text. */
  public static Optional<NetworkId> parse(String text) {
    Matcher id = TEXT.matcher(text);
    return id.matches()
        ? Optional.of(
            new NetworkId(
                id.group("name"),
                Double.parseDouble(id.group("alpha")),
                InputSize.parse(id.group("resolution"))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s_%s_%s", name, alpha, resolution);
  }
}
