package io.mobilespark.storage;

import java.io.Serializable;

/**
 * How far reading may run ahead of computing, in one executor JVM, shared evenly by its tasks.
 * Besides that a task may read the one picture that it waits for, whatever its size.
 *
 * @param requests under way at once, 0 to 1024; with 0 nothing is read ahead
 * @param bytes of pictures under way or waiting for their task, 1 MiB to 16 GiB
 */
public record PrefetchLimits(int requests, long bytes) implements Serializable {
  /** By Little's law 64 requests of 50 ms give 1,280 pictures a second. */
  public static final PrefetchLimits DEFAULT = new PrefetchLimits(64, 64L << 20);

  /** Of the web, 256 requests of 200 ms give as many. */
  private static final int WEB_REQUESTS = 256;

  /** Checks both limits. */
  public PrefetchLimits {
    if (requests < 0 || requests > 1024) {
      throw new IllegalArgumentException("Requests read ahead are 0 to 1024: " + requests);
    }
    if (bytes < 1L << 20 || bytes > 16L << 30) {
      throw new IllegalArgumentException("Bytes read ahead are 1 MiB to 16 GiB: " + bytes);
    }
  }

  /** For pictures of the web, where several hundred are asked for at once; bytes stay. */
  PrefetchLimits ofWeb() {
    return new PrefetchLimits(Math.max(requests, WEB_REQUESTS), bytes);
  }
}
