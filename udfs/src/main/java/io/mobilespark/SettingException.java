// SPDX-License-Identifier: Apache-2.0
package io.mobilespark;

/**
 * A setting that does not fit what was found, or that is missing. The message is one line that
 * names the option to give or to change.
 */
public final class SettingException extends MobileSparkException {
  private static final long serialVersionUID = 1L;

  /** A failure without a cause. */
  public SettingException(String message) {
    super(message);
  }

  /** The same failure with what it is about before its message. */
  public SettingException about(String subject) {
    SettingException about = new SettingException(subject + ": " + getMessage());
    about.initCause(this);
    return about;
  }
}
