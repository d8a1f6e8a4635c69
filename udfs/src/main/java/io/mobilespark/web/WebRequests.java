package io.mobilespark.web;

import io.mobilespark.identity.WebAddress;
import io.mobilespark.web.WebAnswer.Content;
import io.mobilespark.web.WebAnswer.Failure;
import io.mobilespark.web.WebAnswer.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
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
  private static final Set<Integer> DENIED = Set.of(401, 403, 407, 451);
  private static final Set<Integer> GONE = Set.of(404, 410);

  /** Of a host that is down, or of one that is too slow. */
  private static final int TRIES_WITHOUT_ANSWER = 2;

  /** Room for a picture whose length the server does not say; doubles. */
  private static final int FIRST_BYTES = 64 << 10;

  private static final String AGENT =
      "MobileSpark/"
          + Objects.requireNonNullElse(
              WebRequests.class.getPackage().getImplementationVersion(), "development");

  private final WebLimits limits;
  private final HttpClient client;

  WebRequests(WebLimits limits) {
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limits.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** Asks once. */
  WebAnswer ask(URI uri, long most, Room room) throws InterruptedIOException, InterruptedException {
    Exchange exchange = new Exchange(most, room, System.nanoTime() + limits.answer().toNanos());
    try {
      return exchange.follow(uri);
    } catch (Reach.OutOfReachException e) {
      return Failure.last(Kind.DENIED, oneLine(e));
    } catch (UnknownHostException e) {
      return new Failure(Kind.FAILED, oneLine(e), TRIES_WITHOUT_ANSWER, Optional.empty());
    } catch (HttpConnectTimeoutException e) {
      return new Failure(
          Kind.FAILED, "no connection in time", TRIES_WITHOUT_ANSWER, Optional.empty());
    } catch (HttpTimeoutException e) {
      String detail =
          String.format(Locale.ROOT, "no whole answer in %d s", limits.answer().toSeconds());
      return new Failure(Kind.FAILED, detail, TRIES_WITHOUT_ANSWER, Optional.empty());
    } catch (SSLException e) {
      return Failure.last(Kind.FAILED, oneLine(e));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (ConnectException e) {
      return new Failure(Kind.FAILED, "no connection", TRIES_WITHOUT_ANSWER, Optional.empty());
    } catch (IOException e) {
      return new Failure(Kind.FAILED, oneLine(e), limits.tries(), Optional.empty());
    }
  }

  /** What a failure says, in one line. */
  static String oneLine(Exception e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  /** One request and those that it is redirected to. */
  private final class Exchange {
    private final long most;
    private final Room room;
    private long deadline;
    private boolean open;

    private Exchange(long most, Room room, long deadline) {
      this.most = most;
      this.room = room;
      this.deadline = deadline;
    }

    private WebAnswer follow(URI first) throws IOException, InterruptedException {
      URI at = first;
      for (int hops = 0; ; hops++) {
        open = Reach.require(at, open);
        HttpResponse<AnswerBody> response = client.send(request(at), info -> new AnswerBody());
        try (AnswerBody body = response.body()) {
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
        return new Failure(Kind.FAILED, detail, limits.tries(), retryAfter(response));
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
      byte[] content = new byte[(int) (told < 0 ? Math.min(FIRST_BYTES, most + 1) : told)];
      await(content.length);
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
            await(Math.min(doubled, most));
            content = Arrays.copyOf(content, (int) Math.min(doubled, most));
          }
          buffer.get(content, held, more);
          held += more;
        }
      }
      return new Content(held == content.length ? content : Arrays.copyOf(content, held));
    }

    /** The time that one waits for room is not the server's. */
    private void await(long bytes) throws InterruptedIOException {
      long begin = System.nanoTime();
      room.await(bytes);
      deadline += System.nanoTime() - begin;
    }
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
