// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.preparation;

import io.mobilespark.identity.ModelId;
import io.mobilespark.identity.NetworkId;
import io.mobilespark.image.Preset;
import io.mobilespark.inference.ServedNetwork;
import java.util.Locale;

/**
 * A network that gives pooled features, whose weights and preprocessing have been checked, ready to
 * be sent to executors.
 *
 * @param network gives features
 * @param named which network it is said to be
 * @param weightsSha256 of the weights' file, 64 hexadecimal digits
 * @param preset the preprocessing
 */
public record PreparedBase(
    ServedNetwork network, NetworkId named, String weightsSha256, Preset preset) {

  /** Name, alpha, resolution and the start of the weights' hash. */
  public String id() {
    return ModelId.of(named, weightsSha256).toString();
  }

  /** One line for people: what goes in, and what comes out. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%s with preset %s: input %dx%d of %s, %d features",
        id(),
        preset.name(),
        network.height(),
        network.width(),
        network.range(),
        featureWidth());
  }

  /** Features of a picture. */
  public int featureWidth() {
    return network.features().width();
  }
}
