// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import io.mobilespark.MobileSparkException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a user calls a model: a family, or a V3 family followed by {@code _minimalistic}.
 *
 * @param family the architecture
 * @param minimalistic the V3 form without squeeze-and-excitation, hard swish and 5x5 kernels
 */
public record ModelName(ModelFamily family, boolean minimalistic) {
  private static final String MINIMALISTIC = "_minimalistic";

  /** Checks that the family has the form. */
  public ModelName {
    if (minimalistic && !family.hasMinimalistic()) {
      throw new MobileSparkException(family.id() + " has no minimalistic form, only V3 has");
    }
  }

  /**
   * Reads a name such as {@code mobilenet_v3_small_minimalistic}.
   *
   * @throws MobileSparkException naming the known ones
   */
  public static ModelName parse(String name) {
    return all()
        .filter(known -> known.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MobileSparkException(
                    "unknown model '" + name + "'; known are " + String.join(", ", known())));
  }

  /** Every name there is, V1 first. */
  public static List<String> known() {
    return all().map(ModelName::toString).toList();
  }

  private static Stream<ModelName> all() {
    return Arrays.stream(ModelFamily.values())
        .flatMap(
            family ->
                family.hasMinimalistic()
                    ? Stream.of(new ModelName(family, false), new ModelName(family, true))
                    : Stream.of(new ModelName(family, false)));
  }

  /** The name as {@link #parse} reads it. */
  @Override
  public String toString() {
    return family.id() + (minimalistic ? MINIMALISTIC : "");
  }
}
