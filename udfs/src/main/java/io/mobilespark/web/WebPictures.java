package io.mobilespark.web;

import io.mobilespark.identity.WebAddress;
import io.mobilespark.web.WebAnswer.Failure;
import io.mobilespark.web.WebAnswer.Kind;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks for pictures: again where that may help, and as rarely as the server wants it. A host that
 * says how long it is to be left alone is left alone by all threads. Safe for use by several
 * threads; there is one in a JVM.
 */
public final class WebPictures {
  private final WebLimits limits;
  private final WebRequests requests;
  private final HostPauses pauses = new HostPauses();

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
    try {
      URI uri = WebAddress.uri(address);
      for (int tries = 1; ; tries++) {
        pauses.await(uri.getHost());
        WebAnswer answer = requests.ask(uri, most, room);
        if (!(answer instanceof Failure failure)) {
          return answer;
        }
        Duration wait = failure.retryAfter().orElse(backoff(tries));
        boolean tooLong = wait.compareTo(limits.mostPause()) > 0;
        if (failure.retryAfter().isPresent()) {
          pauses.begin(uri.getHost(), tooLong ? limits.mostPause() : wait);
        }
        if (tries >= Math.min(limits.tries(), failure.tries()) || tooLong) {
          return told(failure, tries, tooLong);
        }
        if (failure.retryAfter().isEmpty()) {
          Thread.sleep(wait.toMillis());
        }
      }
    } catch (IllegalArgumentException e) {
      return Failure.last(Kind.FAILED, WebRequests.oneLine(e));
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while reading " + WebAddress.key(address));
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
