// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The independent labels of every picture of a set that fits into one process, by the pictures'
 * whole names.
 *
 * @param format the convention it was read by
 * @param recognition a sentence for the user: what the convention was recognised from
 * @param indices for each path, URI or name as it stands there the indices of its labels in
 *     ascending order, each once; none for a picture without any
 */
public record NamedLabelSets(
    TruthFormat format, String recognition, Map<String, List<Integer>> indices) {
  /** Takes a copy. */
  public NamedLabelSets {
    Map<String, List<Integer>> copy = new LinkedHashMap<>();
    indices.forEach((picture, labels) -> copy.put(picture, List.copyOf(labels)));
    indices = Collections.unmodifiableMap(copy);
  }
}
