// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

/**
 * How long a device has had batches. Guarded by the batcher's lock; moments are in nanoseconds and
 * may wrap around.
 */
final class BusyTime {
  private int batches;
  private long since;

  /** A batch starts; returns how long others have been there since the last call. */
  long started(long nowNanos) {
    long busy = still(nowNanos);
    batches++;
    return busy;
  }

  /** How long there have been batches since the last call. */
  long still(long nowNanos) {
    long busy = batches == 0 ? 0 : nowNanos - since;
    since = nowNanos;
    return busy;
  }

  /** A batch ends, of whose time the rest counts for nobody. */
  void ended(long nowNanos) {
    still(nowNanos);
    batches--;
  }
}
