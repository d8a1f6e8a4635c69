// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

/** How V2 and V3 round a scaled number of channels. */
final class Channels {
  private static final int MULTIPLE = 8;

  private Channels() {}

  /**
   * The nearest multiple of 8, at least 8, and the next one up where that would lose more than 10 %
   * (V2 paper's reference code; Keras's {@code _make_divisible} and {@code _depth}).
   */
  static int rounded(double channels) {
    int nearest = Math.max(MULTIPLE, (int) (channels + MULTIPLE / 2.0) / MULTIPLE * MULTIPLE);
    return nearest < 0.9 * channels ? nearest + MULTIPLE : nearest;
  }
}
