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
   * @param detail one line with the status, if there is one
   * @param tries how often it is worth to be tried
   * @param retryAfter how long the server wants to be left alone
   */
  record Failure(Kind kind, String detail, int tries, Optional<Duration> retryAfter)
      implements WebAnswer {
    static Failure last(Kind kind, String detail) {
      return new Failure(kind, detail, 1, Optional.empty());
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
