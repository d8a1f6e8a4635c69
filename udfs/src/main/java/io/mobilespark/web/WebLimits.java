// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import java.time.Duration;

/**
 * How long and how often a picture is asked for.
 *
 * @param connect until there is a connection
 * @param answer for a whole answer, redirects among it
 * @param tries 1 or more, where a server is busy or an answer broke off; two at most where none
 *     came
 * @param backoff before the second try; doubles for each other one
 * @param mostPause at most, where a server says how long; one that wants more is not asked again
 * @param redirects that are followed
 */
record WebLimits(
    Duration connect,
    Duration answer,
    int tries,
    Duration backoff,
    Duration mostPause,
    int redirects) {
  static final WebLimits DEFAULT =
      new WebLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          4,
          Duration.ofMillis(500),
          Duration.ofSeconds(60),
          10);

  WebLimits {
    if (tries < 1 || redirects < 0 || connect.isNegative() || answer.isNegative()) {
      throw new IllegalArgumentException("Limits are positive: " + tries + ", " + redirects);
    }
  }
}
