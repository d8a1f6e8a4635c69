// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import io.mobilespark.tensorflow.DeviceLost;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends an executor whose device is gone, so that Spark moves its tasks to others. */
final class LostDevice {
  /** Not among those that Spark's own executors end with. */
  static final int EXIT_CODE = 97;

  private static final Logger LOG = LoggerFactory.getLogger(LostDevice.class);

  private LostDevice() {}

  /** Does not return in an executor; where the driver shares the JVM, its tasks fail instead. */
  static void end(DeviceLost lost) {
    SparkEnv env = SparkEnv.get();
    if (env == null || env.executorId().equals("driver")) {
      return;
    }
    LOG.error("MobileSpark ends executor {}: {}", env.executorId(), lost.getMessage());
    // From a thread of its own: the hooks that run at the end wait for the device's threads.
    Thread exit = new Thread(() -> System.exit(EXIT_CODE), "mobilespark-exit");
    exit.start();
    try {
      exit.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
