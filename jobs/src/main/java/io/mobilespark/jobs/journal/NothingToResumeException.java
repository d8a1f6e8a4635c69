// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import io.mobilespark.MobileSparkException;

/** A run was to go on where there is none: the command line is wrong. */
public final class NothingToResumeException extends MobileSparkException {
  private static final long serialVersionUID = 1L;

  NothingToResumeException(String message) {
    super(message);
  }
}
