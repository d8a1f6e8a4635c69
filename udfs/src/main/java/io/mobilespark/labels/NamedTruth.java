// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The class of every picture of a set that fits into one process, by the pictures' whole names:
 * which part of them is the key depends on the predictions that they are joined with.
 *
 * @param format the convention it was read by
 * @param recognition a sentence for the user: what the convention was recognised from
 * @param indices class indices by paths, URIs or names as they stand there, in the order of the
 *     source; in the counting of the class list, so one higher behind a background
 */
public record NamedTruth(TruthFormat format, String recognition, Map<String, Integer> indices) {
  /** Takes a copy. */
  public NamedTruth {
    indices = Collections.unmodifiableMap(new LinkedHashMap<>(indices));
  }
}
