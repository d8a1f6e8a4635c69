// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import io.mobilespark.identity.WebAddress;
import io.mobilespark.web.WebAnswer.Failure;
import io.mobilespark.web.WebAnswer.Kind;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks for pictures: again where that may help, and as rarely as the server wants it. A host that
 * is busy is left alone by all threads, and asked by few of them at first. Safe for use by several
 * threads; there is one in a JVM.
 */
public final class WebPictures {
  /** How often one is told to come again later before one believes no more that it helps. */
  private static final int MOST_REFUSALS = 32;

  private final WebLimits limits;
  private final WebRequests requests;

  WebPictures(WebLimits limits) {
    this.limits = limits;
    this.requests = new WebRequests(limits);
  }

  private static final class Shared {
    private static final WebPictures PICTURES;

    static {
      // The JVM keeps connections for 20 minutes; a list of many hosts would leave thousands.
      keep("jdk.httpclient.keepalive.timeout", "30");
      keep("jdk.httpclient.connectionPoolSize", "1024");
      PICTURES = new WebPictures(WebLimits.DEFAULT);
    }

    private static void keep(String property, String value) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    }
  }

  /** The one of this JVM. */
  public static WebPictures shared() {
    return Shared.PICTURES;
  }

  /**
   * Asks for a picture.
   *
   * @param address as in a list
   * @param most bytes that it may have
   * @param room is waited for before bytes are read
   * @throws InterruptedIOException when the thread is interrupted or nobody wants it any more
   */
  public WebAnswer read(String address, long most, Room room) throws InterruptedIOException {
    URI uri;
    try {
      uri = WebAddress.uri(address);
    } catch (IllegalArgumentException e) {
      return Failure.last(Kind.FAILED, Objects.requireNonNullElse(e.getMessage(), "no address"));
    }
    try {
      return ask(uri, most, room);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while reading " + WebAddress.key(address));
    }
  }

  private WebAnswer ask(URI uri, long most, Room room)
      throws InterruptedIOException, InterruptedException {
    HostTurns.Patience patience = new HostTurns.Patience();
    int spent = 0;
    for (int asked = 1; ; asked++) {
      WebAnswer answer = requests.ask(uri, most, room, patience);
      if (!(answer instanceof Failure failure)) {
        return answer;
      }
      boolean tooLong =
          failure.retryAfter().filter(wait -> wait.compareTo(limits.mostPause()) > 0).isPresent();
      // Who is told to come again later has not been refused.
      spent += failure.busy() ? 0 : 1;
      if (!patience.detail().isEmpty()) {
        return failure;
      }
      if (spent >= Math.min(limits.tries(), failure.tries()) || asked >= MOST_REFUSALS || tooLong) {
        return told(failure, asked, tooLong);
      }
      if (!failure.busy()) {
        Thread.sleep(backoff(spent).toMillis());
      }
    }
  }

  /** Twice as long each time, and never the same for all who wait. */
  private Duration backoff(int tries) {
    long whole = limits.backoff().toMillis() << (tries - 1);
    return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }

  private static Failure told(Failure failure, int tries, boolean tooLong) {
    String detail = failure.detail();
    if (tooLong && failure.retryAfter().isPresent()) {
      detail +=
          String.format(
              Locale.ROOT,
              ", wants to be left alone for %d s",
              failure.retryAfter().get().toSeconds());
    }
    if (tries > 1) {
      detail += String.format(Locale.ROOT, ", after %d tries", tries);
    }
    return Failure.last(failure.kind(), detail);
  }
}
