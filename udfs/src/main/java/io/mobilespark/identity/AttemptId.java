// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.util.UUID;

/**
 * Tells one attempt at a run from every other: eight hexadecimal digits by chance, fit for names of
 * files. A run that is resumed keeps the id of its first attempt as the run's.
 */
public final class AttemptId {
  private static final int DIGITS = 8;

  private AttemptId() {}

  /** An id that no other attempt has. */
  public static String next() {
    return UUID.randomUUID().toString().substring(0, DIGITS);
  }
}
