// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network with its weights, as it stands in the column {@code model}: {@code
 * mobilenet_v2_0.5_160_0123456789ab}.
 *
 * @param network without weights
 * @param weights the first 12 hexadecimal digits of the SHA-256 of the weights
 */
public record ModelId(NetworkId network, String weights) {
  private static final int DIGITS = 12;
  private static final Pattern WEIGHTS = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

  /** Checks the digits. */
  public ModelId {
    if (!WEIGHTS.matcher(weights).matches()) {
      throw new IllegalArgumentException(
          "'" + weights + "' is not " + DIGITS + " hexadecimal digits");
    }
  }

  /**
   * The id of a network with these weights.
   *
   * @param sha256 of the weights, 64 hexadecimal digits
   */
  public static ModelId of(NetworkId network, String sha256) {
    return new ModelId(network, sha256.substring(0, DIGITS));
  }

  /** Reads what {@link #toString} writes; empty for every other text. */
  public static Optional<ModelId> parse(String text) {
    int end = text.lastIndexOf('_');
    String weights = text.substring(end + 1);
    return end >= 0 && WEIGHTS.matcher(weights).matches()
        ? NetworkId.parse(text.substring(0, end)).map(network -> new ModelId(network, weights))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return network + "_" + weights;
  }
}
