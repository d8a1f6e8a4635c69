// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.tensorflow;

import java.util.List;

/**
 * What a SavedModel's graph says of itself, for people.
 *
 * @param signatures the names of all that can be called
 * @param signature the one that was read
 * @param parameters floating-point values of its variables and constants that training made
 * @param augmentation whether it changes pictures by chance, which is left out
 */
public record ModelFacts(
    List<String> signatures, ServedSignature signature, long parameters, boolean augmentation) {
  /** Takes the names. */
  public ModelFacts {
    signatures = List.copyOf(signatures);
  }
}
