// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * How weight files are downloaded.
 *
 * @param folder where they are kept
 * @param connectTimeout longest wait for a connection
 * @param stallTimeout longest wait for an answer's next bytes
 * @param attempts tries, each going on where the last one ended; at least 1
 * @param backoff wait after the first failed try, doubled after each further one
 * @param maxBytes size above which a file is refused
 */
public record FetchSettings(
    Path folder,
    Duration connectTimeout,
    Duration stallTimeout,
    int attempts,
    Duration backoff,
    long maxBytes) {

  /** Ten times the largest official file. */
  private static final long MAX_BYTES = 256L << 20;

  /** Checks the bounds. */
  public FetchSettings {
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connectTimeout must be above 0: " + connectTimeout);
    }
    if (stallTimeout.isNegative() || stallTimeout.isZero()) {
      throw new IllegalArgumentException("stallTimeout must be above 0: " + stallTimeout);
    }
    if (attempts < 1 || backoff.isNegative() || maxBytes < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "attempts and maxBytes must be above 0, backoff not below: %d, %d, %s",
              attempts,
              maxBytes,
              backoff));
    }
  }

  /** {@code ~/.cache/mobilespark}; 10 s to connect, 30 s for a stall, 5 tries. */
  public static FetchSettings defaults() {
    return in(Path.of(System.getProperty("user.home"), ".cache", "mobilespark"));
  }

  /** The defaults with a folder of one's own. */
  public static FetchSettings in(Path folder) {
    return new FetchSettings(
        folder,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        5,
        Duration.ofSeconds(1),
        MAX_BYTES);
  }
}
