// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.testbed;

/** What can happen to a request on its way to a store and back. */
public enum Fault {
  /** Answered by 503 SlowDown; the store never sees it. */
  SLOW_DOWN,
  /** The connection is reset before the store sees the request. */
  RESET,
  /**
   * The store does as asked, but its answer ends in the middle, or is lost where it has no body.
   */
  TRUNCATION,
  /** Nothing comes for a while, then the connection ends; the store never sees the request. */
  STALL
}
