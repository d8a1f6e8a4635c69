// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.identity.LeftOut;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A part of the work that has been committed; {@code NUMBER.json} among the waves.
 *
 * @param folder where its rows lie, below the waves' folder
 * @param from the first of its inputs, in the order of all
 * @param to the one after its last
 * @param counts its pictures by outcome
 * @param seconds it took
 * @param stageSeconds time in each stage, summed over tasks
 * @param leftOut names in its shards that were left out
 * @param turnsIgnored pictures that carry a turn that was not followed; 0 in waves of versions that
 *     did not write it
 */
public record Wave(
    String folder,
    long from,
    long to,
    Map<String, Long> counts,
    double seconds,
    Map<String, Double> stageSeconds,
    LeftOut leftOut,
    long turnsIgnored) {

  /** Copies the maps. */
  public Wave {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "A wave goes from %d to %d", from, to));
    }
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    stageSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(stageSeconds));
    // Absent in waves of versions that did not write it.
    leftOut = Objects.requireNonNullElse(leftOut, LeftOut.NONE);
  }

  /** Its pictures. */
  public long pictures() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
