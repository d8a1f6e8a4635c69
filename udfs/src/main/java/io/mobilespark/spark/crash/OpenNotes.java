// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/** The tasks of this JVM that take notes: where it is told to end, none of them has died. */
final class OpenNotes {
  /** Before file systems are closed, and before Spark gives up what tasks still use. */
  private static final int PRIORITY = 60;

  private static final long MAX_SECONDS = 10;
  private static final Set<NotedPictures> OPEN = ConcurrentHashMap.newKeySet();

  static {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get()
          .addShutdownHook(
              () -> OPEN.forEach(NotedPictures::end), PRIORITY, MAX_SECONDS, TimeUnit.SECONDS);
    }
  }

  private OpenNotes() {}

  static void add(NotedPictures pictures) {
    OPEN.add(pictures);
  }

  static void remove(NotedPictures pictures) {
    OPEN.remove(pictures);
  }
}
