// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

/**
 * One thread's share of a measurement: does the same native calls as a task, outside Spark. Owned
 * by whoever made it.
 */
interface Part extends AutoCloseable {
  /**
   * Does the work once.
   *
   * @param round counts the calls of this thread from 0, to choose a picture by
   * @return pictures done
   */
  int run(int round);

  /** Calls in which every picture of the sample has its turn equally often. */
  default int turn() {
    return 1;
  }

  @Override
  void close();
}
