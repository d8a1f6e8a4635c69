// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * How far reading may run ahead of computing, in one executor JVM, shared evenly by its tasks.
 * Besides that a task may read the one picture that it waits for, whatever its size.
 *
 * @param requests under way at once, 0 to 1024; with 0 nothing is read ahead
 * @param webRequests the same for pictures of the web
 * @param bytes of pictures under way or waiting for their task, 1 MiB to 16 GiB
 */
public record PrefetchLimits(int requests, int webRequests, long bytes) implements Serializable {
  private static final int MOST_REQUESTS = 1024;

  /**
   * By Little's law 64 requests of 50 ms give 1,280 pictures a second; of the web, 256 of 200 ms
   * give as many.
   */
  public static final PrefetchLimits DEFAULT = new PrefetchLimits(64, 256, 64L << 20);

  /** Checks all limits. */
  public PrefetchLimits {
    for (int each : new int[] {requests, webRequests}) {
      if (each < 0 || each > MOST_REQUESTS) {
        throw new IllegalArgumentException("Requests read ahead are 0 to 1024: " + each);
      }
    }
    if (bytes < 1L << 20 || bytes > 16L << 30) {
      throw new IllegalArgumentException("Bytes read ahead are 1 MiB to 16 GiB: " + bytes);
    }
  }

  /** As many requests wherever the pictures are. */
  public PrefetchLimits(int requests, long bytes) {
    this(requests, requests, bytes);
  }

  /**
   * What options say.
   *
   * @param requests empty for the defaults
   */
  public static PrefetchLimits of(OptionalInt requests, long bytes) {
    return requests.isPresent()
        ? new PrefetchLimits(requests.getAsInt(), bytes)
        : new PrefetchLimits(DEFAULT.requests, DEFAULT.webRequests, bytes);
  }

  /** For pictures of the web; bytes stay. */
  PrefetchLimits ofWeb() {
    return new PrefetchLimits(webRequests, bytes);
  }
}
