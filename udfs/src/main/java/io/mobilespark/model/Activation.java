// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.model;

/** What follows a sum. */
public enum Activation {
  /** Nothing. */
  LINEAR,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code min(max(x, 0), 6)}. */
  RELU6,
  /** {@code x * relu6(x + 3) / 6}. */
  HARD_SWISH
}
