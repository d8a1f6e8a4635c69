// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import java.io.InterruptedIOException;

/** Where bytes are counted before they are read. */
@FunctionalInterface
public interface Room {
  /** For one who reads a single picture, and needs no room besides. */
  Room AMPLE = bytes -> {};

  /**
   * Waits until there is room.
   *
   * @param bytes of the whole picture, as far as is known; may be asked again with more, and with
   *     less, which is never waited for
   * @throws InterruptedIOException when nobody wants the picture any more
   */
  void await(long bytes) throws InterruptedIOException;
}
