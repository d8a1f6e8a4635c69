// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.cli;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Counts the tasks that sessions of this JVM started, where it is among their extra listeners. */
public final class StartedTasks extends SparkListener {
  private static final AtomicLong COUNT = new AtomicLong();

  /** The setting that makes a session count. */
  static String conf() {
    return "spark.extraListeners=" + StartedTasks.class.getName();
  }

  static long count() {
    return COUNT.get();
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    COUNT.incrementAndGet();
  }
}
