// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.image;

import java.util.Objects;

/** Leaves a header parser early; never leaves {@link ImageDecoder}. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;

  UnreadableException(RejectionReason reason, String detail) {
    // Without a stack trace: bad pictures are data and come by the thousand.
    super(detail, null, false, false);
    this.reason = reason;
  }

  static UnreadableException truncated(String detail) {
    return new UnreadableException(RejectionReason.TRUNCATED, detail);
  }

  static UnreadableException corrupt(String detail) {
    return new UnreadableException(RejectionReason.CORRUPT, detail);
  }

  static UnreadableException unsupported(String detail) {
    return new UnreadableException(RejectionReason.UNSUPPORTED_FORMAT, detail);
  }

  /** What a reader says that meets a broken file with whatever exception comes first. */
  static String firstLine(Throwable e) {
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  Unreadable unreadable() {
    return new Unreadable(reason, String.valueOf(getMessage()));
  }
}
