// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.inference.StageTimes;
import io.mobilespark.inference.StageTimes.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** Tells by how much a task's times have grown since it was told last. Used by one thread. */
public final class StageSteps {
  private final Map<Stage, Long> told = new EnumMap<>(Stage.class);

  /**
   * Tells of every stage.
   *
   * @param times of the task
   * @param teller takes nanoseconds
   */
  public void tell(StageTimes times, ObjLongConsumer<Stage> teller) {
    for (Stage stage : Stage.values()) {
      long now = times.nanos(stage);
      teller.accept(stage, now - told.getOrDefault(stage, 0L));
      told.put(stage, now);
    }
  }
}
