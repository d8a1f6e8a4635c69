// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.device;

import org.jspecify.annotations.Nullable;

/** A picture between being handed in and its row being taken. Guarded by the batcher's lock. */
final class DevicePicture<S, R> {
  private final DeviceClient<S, R> client;
  private final S samples;
  private final long sinceNanos;
  private @Nullable R row;

  DevicePicture(DeviceClient<S, R> client, S samples, long sinceNanos) {
    this.client = client;
    this.samples = samples;
    this.sinceNanos = sinceNanos;
  }

  DeviceClient<S, R> client() {
    return client;
  }

  S samples() {
    return samples;
  }

  /** When it entered the queue. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** What the network said of it; null until then. */
  @Nullable R row() {
    return row;
  }

  void done(R result) {
    row = result;
  }
}
