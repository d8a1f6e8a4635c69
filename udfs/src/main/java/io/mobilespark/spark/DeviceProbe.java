// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.MobileSparkException;
import java.util.Locale;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * Asks an executor for the device before the first task: why it cannot be had, with the executor's
 * name; empty when it can.
 *
 * @param use how tasks will use it
 */
public record DeviceProbe(DeviceUse use) implements Function<Integer, String> {
  @Override
  public String call(Integer place) {
    try {
      TaskDevice.of(use, TaskContext.get());
      return "";
    } catch (MobileSparkException e) {
      return String.format(
          Locale.ROOT,
          "Executor %s on %s: %s",
          SparkEnv.get().executorId(),
          SparkEnv.get().blockManager().blockManagerId().host(),
          e.getMessage());
    }
  }
}
