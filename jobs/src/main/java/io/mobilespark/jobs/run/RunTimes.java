// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.run;

/**
 * Where the time of this process went, by the driver's clock.
 *
 * @param startSeconds from the call to where the first picture may be read: lock, listing, models
 * @param workSeconds from there until the table is committed, its rows read back and counted
 * @param cores tasks that run at once
 */
public record RunTimes(double startSeconds, double workSeconds, int cores) {
  /** Of a run that had nothing to do. */
  static final RunTimes NONE = new RunTimes(0, 0, 0);

  /** Of a run that ends now. */
  static RunTimes since(long startNanos, long workNanos, int cores) {
    return new RunTimes(
        (workNanos - startNanos) / 1e9, (System.nanoTime() - workNanos) / 1e9, cores);
  }
}
