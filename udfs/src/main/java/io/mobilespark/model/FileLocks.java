// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One holder of a path at a time, among the threads of this JVM and among processes. The lock file
 * stays: deleting it would let a third one lock another file of the same name.
 */
final class FileLocks {
  private static final ConcurrentHashMap<Path, ReentrantLock> IN_THIS_JVM =
      new ConcurrentHashMap<>();

  private FileLocks() {}

  /** What is done while a path is held. */
  interface Action {
    /** Does it. */
    void run() throws IOException, InterruptedException;
  }

  /** Waits until nobody else holds the path, then acts. */
  static void whileHeld(Path path, Action action) throws IOException, InterruptedException {
    Path file = path.toAbsolutePath().normalize();
    ReentrantLock threads = IN_THIS_JVM.computeIfAbsent(file, key -> new ReentrantLock());
    threads.lockInterruptibly();
    try {
      Files.createDirectories(file.resolveSibling(""));
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // Closing the channel releases it.
        channel.lock();
        action.run();
      }
    } finally {
      threads.unlock();
    }
  }
}
