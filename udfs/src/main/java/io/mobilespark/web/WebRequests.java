// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import io.mobilespark.identity.WebAddress;
import io.mobilespark.web.WebAnswer.Content;
import io.mobilespark.web.WebAnswer.Failure;
import io.mobilespark.web.WebAnswer.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Single requests, with the redirects that they meet, each within its time. */
final class WebRequests {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final Set<Integer> DENIED = Set.of(401, 403, 407, 451);
  private static final Set<Integer> GONE = Set.of(404, 410);

  /** Of a host that is down, or of one that is too slow. */
  private static final int TRIES_WITHOUT_ANSWER = 2;

  private static final int MOST_CAUSES = 16;

  /** Room for a picture whose length the server does not say; doubles. */
  private static final int FIRST_BYTES = 64 << 10;

  private static final String AGENT =
      "MobileSpark/"
          + Objects.requireNonNullElse(
              WebRequests.class.getPackage().getImplementationVersion(), "development");

  private final WebLimits limits;
  private final HttpClient client;
  private final HostTurns turns;

  WebRequests(WebLimits limits) {
    this.limits = limits;
    this.turns = new HostTurns(limits);
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limits.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * Asks once.
   *
   * @param patience of the one who asks, over all tries
   */
  WebAnswer ask(URI uri, long most, Room room, HostTurns.Patience patience)
      throws InterruptedIOException, InterruptedException {
    Exchange exchange = new Exchange(most, room, patience);
    try {
      return exchange.follow(uri);
    } catch (Reach.OutOfReachException e) {
      return Failure.last(Kind.DENIED, Objects.requireNonNullElse(e.getMessage(), ""));
    } catch (UnknownHostException e) {
      return Failure.again(
          Kind.FAILED, Objects.requireNonNullElse(e.getMessage(), "no host"), TRIES_WITHOUT_ANSWER);
    } catch (HttpConnectTimeoutException e) {
      return Failure.again(Kind.FAILED, "no connection in time", TRIES_WITHOUT_ANSWER);
    } catch (HttpTimeoutException e) {
      String detail =
          String.format(Locale.ROOT, "no whole answer in %d s", limits.answer().toSeconds());
      return Failure.again(Kind.FAILED, detail, TRIES_WITHOUT_ANSWER);
    } catch (SSLException e) {
      return Failure.last(
          Kind.FAILED,
          isDueTo(e, CertificateException.class)
              ? "the server's certificate is not trusted"
              : "no TLS connection");
    } catch (InterruptedIOException e) {
      throw e;
    } catch (ConnectException e) {
      return Failure.again(Kind.FAILED, "no connection", TRIES_WITHOUT_ANSWER);
    } catch (IOException e) {
      return Failure.again(Kind.FAILED, broken(e), limits.tries());
    }
  }

  /** The client's own messages hold what the server has sent. */
  private static String broken(IOException e) {
    if (isDueTo(e, ProtocolException.class)) {
      return "no answer as HTTP has it";
    }
    return isDueTo(e, SocketException.class)
        ? "the connection broke off"
        : isDueTo(e, EOFException.class) ? "the answer broke off" : "no answer that can be read";
  }

  private static boolean isDueTo(Throwable failure, Class<? extends Throwable> kind) {
    int depth = 0;
    for (Throwable at = failure; at != null && depth < MOST_CAUSES; at = at.getCause()) {
      if (kind.isInstance(at)) {
        return true;
      }
      depth++;
    }
    return false;
  }

  /** One request and those that it is redirected to. */
  private final class Exchange {
    private final long most;
    private final Room room;
    private final HostTurns.Patience patience;
    private long deadline;
    private boolean open;

    private Exchange(long most, Room room, HostTurns.Patience patience) {
      this.most = most;
      this.room = room;
      this.patience = patience;
      this.deadline = System.nanoTime() + limits.answer().toNanos();
    }

    private WebAnswer follow(URI first) throws IOException, InterruptedException {
      URI at = first;
      for (int hops = 0; ; hops++) {
        open = Reach.require(at, open);
        HttpResponse<AnswerBody> response = send(at);
        if (response == null) {
          return Failure.last(Kind.FAILED, patience.detail());
        }
        try (AnswerBody body = response.body()) {
          Reach.requireStill(at, open);
          int status = response.statusCode();
          if (!REDIRECTS.contains(status)) {
            return answer(response, body);
          }
          if (hops == limits.redirects()) {
            return Failure.last(
                Kind.FAILED, said(status) + ", the last of " + (hops + 1) + " redirects");
          }
          URI next = next(at, response);
          if (next == null) {
            return Failure.last(Kind.FAILED, said(status) + " leads nowhere");
          }
          if (Reach.isLessSafe(at, next)) {
            return Failure.last(Kind.FAILED, said(status) + " leads from https to http");
          }
          at = next;
        }
      }
    }

    /**
     * Asks when it is its turn, which ends with the status: bytes may have to wait for room that
     * somebody else holds who waits for a turn.
     *
     * @return null when the host is busy for longer than anybody waits
     */
    private @Nullable HttpResponse<AnswerBody> send(URI at)
        throws IOException, InterruptedException {
      long begin = System.nanoTime();
      HostTurns.Turn turn = turns.begin(at.getHost(), patience);
      if (turn == null) {
        return null;
      }
      try (turn) {
        deadline += System.nanoTime() - begin;
        HttpResponse<AnswerBody> response = sent(request(at));
        int status = response.statusCode();
        Optional<Duration> after = BUSY.contains(status) ? retryAfter(response) : Optional.empty();
        if (isBusy(status, after)) {
          turn.busy(after, said(status));
        } else if (status == UNAVAILABLE) {
          turn.unavailable();
        } else {
          turn.answered();
        }
        return response;
      }
    }

    private HttpResponse<AnswerBody> sent(HttpRequest request)
        throws IOException, InterruptedException {
      try {
        return client.send(request, info -> new AnswerBody());
      } catch (IllegalArgumentException e) {
        // Of a length that is none, for one; with what the server has written.
        throw new ProtocolException("no answer as HTTP has it");
      }
    }

    private HttpRequest request(URI uri) throws HttpTimeoutException {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new HttpTimeoutException("redirected for too long");
      }
      return HttpRequest.newBuilder(uri)
          .timeout(Duration.ofNanos(left))
          .header("User-Agent", AGENT)
          .header("Accept", "image/*, */*;q=0.5")
          .GET()
          .build();
    }

    private WebAnswer answer(HttpResponse<AnswerBody> response, AnswerBody body)
        throws IOException, InterruptedException {
      int status = response.statusCode();
      if (status == 200 || status == 203) {
        long told = length(response);
        return told > most
            ? Failure.last(Kind.TOO_LARGE, "the picture has " + told + " bytes, more than " + most)
            : content(body, told);
      }
      String detail = said(status);
      if (BUSY.contains(status)) {
        Optional<Duration> after = retryAfter(response);
        return new Failure(Kind.FAILED, detail, limits.tries(), after, isBusy(status, after));
      }
      Kind kind =
          GONE.contains(status)
              ? Kind.NOT_FOUND
              : DENIED.contains(status) ? Kind.DENIED : Kind.FAILED;
      return Failure.last(kind, detail);
    }

    /**
     * All bytes.
     *
     * @param told length; negative where the server does not say it
     */
    private WebAnswer content(AnswerBody body, long told) throws IOException, InterruptedException {
      int first = (int) (told < 0 ? Math.min(FIRST_BYTES, most + 1) : told);
      await(first);
      byte[] content = new byte[first];
      int held = 0;
      for (List<ByteBuffer> next = body.next(deadline);
          !next.isEmpty();
          next = body.next(deadline)) {
        for (ByteBuffer buffer : next) {
          int more = buffer.remaining();
          if (held + (long) more > most) {
            return Failure.last(Kind.TOO_LARGE, "the picture has more than " + most + " bytes");
          }
          if (held + more > content.length) {
            long doubled = Math.max(held + (long) more, 2L * content.length);
            content = copy(content, (int) Math.min(doubled, most));
          }
          buffer.get(content, held, more);
          held += more;
        }
      }
      return new Content(held == content.length ? content : copy(content, held));
    }

    /** While one is copied, both are there. */
    private byte[] copy(byte[] content, int length) throws InterruptedIOException {
      await((long) content.length + length);
      byte[] copy = Arrays.copyOf(content, length);
      await(length);
      return copy;
    }

    /** The time that one waits for room is not the server's. */
    private void await(long bytes) throws InterruptedIOException {
      long begin = System.nanoTime();
      room.await(bytes);
      deadline += System.nanoTime() - begin;
    }
  }

  /** Whether a host, and not one picture of it, is to be left alone. */
  private static boolean isBusy(int status, Optional<Duration> retryAfter) {
    return status == TOO_MANY || retryAfter.isPresent();
  }

  private static String said(int status) {
    return "HTTP status " + status;
  }

  /** Negative where the server does not say it, or says nonsense. */
  private static long length(HttpResponse<?> response) {
    try {
      return response.headers().firstValueAsLong("Content-Length").orElse(-1);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static @Nullable URI next(URI at, HttpResponse<?> response) {
    try {
      Optional<String> location = response.headers().firstValue("Location");
      return location.isEmpty() ? null : WebAddress.uri(at, location.get());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What {@code Retry-After} says, in seconds or as a date. */
  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    Optional<String> after = response.headers().firstValue("Retry-After").map(String::strip);
    if (after.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (after.get().matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(after.get())));
      }
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(after.get()));
      Duration wait = Duration.between(Instant.now(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
