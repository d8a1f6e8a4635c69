// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Lets what Spark calls for a run find the run's lock.
 *
 * @param place of the run
 * @param attempt that has to hold the lock
 */
public record LockFence(Workplace place, String attempt) {
  private static final String OUTPUT = "mobilespark.fence.output";
  private static final String ATTEMPT = "mobilespark.fence.attempt";

  /** As a write's options carry it. */
  public Map<String, String> options() {
    return Map.of(OUTPUT, place.target().toString(), ATTEMPT, attempt);
  }

  /** The fence that a write's options carry. */
  public static LockFence of(Configuration hadoop) {
    return new LockFence(Workplace.of(hadoop.get(OUTPUT), hadoop), hadoop.get(ATTEMPT));
  }

  /**
   * To be called before anything is committed.
   *
   * @throws MobileSparkException when another run has taken the output over, or nobody can tell
   */
  public void require() {
    try {
      RunLock.require(place, attempt);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Whether the lock is still the attempt's. */
  public boolean isOwn() {
    try {
      return RunLock.isOf(place, attempt);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private MobileSparkException unreadable(IOException e) {
    return new MobileSparkException(
        "The lock of " + place.target() + " cannot be read: " + e.getMessage(), e);
  }
}
