// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import java.time.Duration;
import java.util.Optional;

/** What became of asking for a picture. */
public sealed interface WebAnswer {
  /**
   * The picture.
   *
   * @param content not changed afterwards
   */
  record Content(byte[] content) implements WebAnswer {
    /** The array is handed over. */
    public Content {}
  }

  /**
   * No picture.
   *
   * @param kind what that means
   * @param detail one line with the status, if there is one, and never what a server has written;
   *     long ones are cut
   * @param tries how often it is worth to be tried
   * @param retryAfter how long the server wants to be left alone
   * @param busy whether the host is left alone for some time, for all that ask it
   */
  record Failure(Kind kind, String detail, int tries, Optional<Duration> retryAfter, boolean busy)
      implements WebAnswer {
    private static final int MOST_CHARACTERS = 200;

    /** Cuts the detail. */
    public Failure {
      detail =
          detail.length() > MOST_CHARACTERS ? detail.substring(0, MOST_CHARACTERS) + "…" : detail;
    }

    static Failure last(Kind kind, String detail) {
      return again(kind, detail, 1);
    }

    static Failure again(Kind kind, String detail, int tries) {
      return new Failure(kind, detail, tries, Optional.empty(), false);
    }
  }

  /** Kinds of failures. */
  enum Kind {
    /** The server says that there is none. */
    NOT_FOUND,
    /** The server does not hand it out, or it is not to be asked. */
    DENIED,
    /** It has more bytes than are read. */
    TOO_LARGE,
    /** Everything else. */
    FAILED
  }
}
