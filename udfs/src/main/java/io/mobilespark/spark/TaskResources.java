// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one task has open, closed in reverse order when the task ends, however it ends. Made before
 * the first resource is opened, so that a failure half way leaves nothing behind. Used by the
 * task's thread.
 */
final class TaskResources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Takes over a resource. */
  <T extends AutoCloseable> T own(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes everything, also when closing something fails. Further calls do nothing. */
  @Override
  public void close() {
    IllegalStateException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Throwable e) {
        // Errors too: whatever the first one throws, the model's lease has to be given back.
        if (failure == null) {
          failure = new IllegalStateException("A resource does not close", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
