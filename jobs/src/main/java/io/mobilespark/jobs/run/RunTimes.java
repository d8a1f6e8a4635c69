package io.mobilespark.jobs.run;

/**
 * Where the time of this process went, by the driver's clock.
 *
 * @param startSeconds from the call to where the first picture may be read: lock, listing, models
 * @param workSeconds from there until the table is committed, its rows read back and counted
 */
public record RunTimes(double startSeconds, double workSeconds) {
  /** Of a run that had nothing to do. */
  static final RunTimes NONE = new RunTimes(0, 0);

  static RunTimes between(long startNanos, long workNanos, long endNanos) {
    return new RunTimes((workNanos - startNanos) / 1e9, (endNanos - workNanos) / 1e9);
  }
}
