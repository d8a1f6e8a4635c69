// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A convention of ground truth. Its name is {@code LAYOUT-SCHEME}, {@code name-index} for instance;
 * {@code devkit} is short for {@code lines-devkit-id}, and {@code wnid} says the same as {@code
 * label}.
 *
 * @param layout where picture and label stand
 * @param scheme how the label names a class
 */
public record TruthFormat(TruthLayout layout, LabelScheme scheme) implements Serializable {
  /** The ground truth file of the ILSVRC2012 development kit. */
  public static final TruthFormat DEVKIT =
      new TruthFormat(TruthLayout.LINES, LabelScheme.DEVKIT_ID);

  /** All conventions. */
  public static List<TruthFormat> all() {
    return Arrays.stream(TruthLayout.values())
        .flatMap(
            layout ->
                Arrays.stream(LabelScheme.values()).map(scheme -> new TruthFormat(layout, scheme)))
        .toList();
  }

  /**
   * The convention of a name.
   *
   * @throws IllegalArgumentException with all names, when there is none
   */
  public static TruthFormat named(String name) {
    String known =
        name.replaceFirst("-wnid$", "-label").replaceFirst("^lines-devkit-id$", "devkit");
    return all().stream()
        .filter(format -> format.id().equals(known))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "no truth format '%s', there are %s",
                        name,
                        all().stream().map(TruthFormat::id).collect(Collectors.joining(", ")))));
  }

  /** The name. */
  public String id() {
    return equals(DEVKIT) ? "devkit" : layout.id() + "-" + scheme.id();
  }

  @Override
  public String toString() {
    return id();
  }
}
