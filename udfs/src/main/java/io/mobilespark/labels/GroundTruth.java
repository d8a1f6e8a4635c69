// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.labels;

import io.mobilespark.identity.PictureKey;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The class of every picture of a validation set that fits into one process.
 *
 * @param format the convention it was read by
 * @param recognition a sentence for the user: what the convention was recognised from
 * @param indices class indices by {@link PictureKey}, in the order of the source; in the counting
 *     of the class list, so one higher behind a background
 */
public record GroundTruth(TruthFormat format, String recognition, Map<String, Integer> indices)
    implements Serializable {
  /** Takes a copy. */
  public GroundTruth {
    indices = Collections.unmodifiableMap(new LinkedHashMap<>(indices));
  }

  /** Number of pictures. */
  public int size() {
    return indices.size();
  }

  /** The class index of a picture; empty when it has no label. */
  public OptionalInt index(String pictureKey) {
    Integer index = indices.get(pictureKey);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }
}
