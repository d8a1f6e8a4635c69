// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.inference;

import java.util.EnumMap;
import java.util.Map;

/** Nanoseconds that one task spent in each stage. Used by one thread. */
public final class StageTimes {
  /** What a task does with a picture, in order. */
  public enum Stage {
    /** Reading the picture from storage. */
    READ,
    /** Copying it into the record batch and out again. */
    BATCH,
    /** Encoded bytes to pixels. */
    DECODE,
    /** Resizing, cropping, and the copy to the input tensor. */
    PREPROCESS,
    /** The network. */
    INFER,
    /** Ranking, and making the row. */
    RANK
  }

  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);

  /** All zero. */
  public StageTimes() {
    for (Stage stage : Stage.values()) {
      nanos.put(stage, 0L);
    }
  }

  /**
   * Adds the time since a moment to a stage.
   *
   * @param sinceNanos a value of {@link System#nanoTime()}
   * @return the present moment, where the next stage begins
   */
  public long add(Stage stage, long sinceNanos) {
    long now = System.nanoTime();
    nanos.merge(stage, now - sinceNanos, Long::sum);
    return now;
  }

  /** What was added to a stage. */
  public long nanos(Stage stage) {
    return nanos.getOrDefault(stage, 0L);
  }
}
