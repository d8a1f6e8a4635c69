// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.keras;

import java.util.Locale;

/**
 * The Keras that wrote a file, which decides what some layers mean.
 *
 * @param text such as {@code 3.15.1}; empty where the file does not say
 * @param major 2 or 3
 */
record KerasVersion(String text, int major) {
  private static final int LONGEST = 40;

  /** Reads what a file says; configurations without a version are told by their form. */
  static KerasVersion parse(String text) {
    String start = text.strip();
    if (start.startsWith("3.")) {
      return new KerasVersion(start, 3);
    }
    if (start.startsWith("2.")) {
      return new KerasVersion(start, 2);
    }
    throw new KerasModelException(
        String.format(
            Locale.ROOT,
            "written by Keras '%s', wanted Keras 2 or 3",
            start.length() > LONGEST ? start.substring(0, LONGEST) + "…" : start));
  }

  boolean isThree() {
    return major == 3;
  }
}
