// SPDX-License-Identifier: Apache-2.0
package io.mobilespark;

import java.util.regex.Pattern;

/**
 * A run that cannot start or go on for a reason the user can mend: weights that do not fit, a model
 * that is not there, an environment without what was asked for. The message is one line that says
 * what was found and what was wanted; the command line prints it without a stack trace and ends
 * with exit code 1.
 */
public class MobileSparkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whatever ends a line or steers a terminal: names in files of others may hold it. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

  /** Fails with a line for the user. */
  public MobileSparkException(String message) {
    super(oneLine(message));
  }

  /** Fails with a line for the user and what caused it, shown with {@code --stacktrace}. */
  public MobileSparkException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return CONTROLS.matcher(message).replaceAll(" ").strip();
  }
}
