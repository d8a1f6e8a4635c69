// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.testing.WebServer;
import io.mobilespark.web.WebAnswer.Content;
import io.mobilespark.web.WebAnswer.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts that want to be asked by fewer, or later. */
@Timeout(60)
class BusyHostsTest {
  private static final int MOST = 100_000;
  private static final byte[] PICTURE = "a picture".getBytes(StandardCharsets.UTF_8);

  private static final WebLimits LIMITS =
      new WebLimits(
          Duration.ofSeconds(2),
          Duration.ofMillis(900),
          3,
          Duration.ofMillis(20),
          Duration.ofSeconds(3),
          4);

  private final WebServer server = new WebServer(5);
  private final WebPictures pictures = new WebPictures(LIMITS);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aServerIsLeftAloneForAsLongAsItSays() throws IOException {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
    server.answer(
        "/seconds", WebServer.status("429 Slow", "Retry-After: 1"), WebServer.picture(PICTURE));
    server.answer(
        "/date", WebServer.status("503 Busy", "Retry-After: " + date), WebServer.picture(PICTURE));
    server.answer("/other", WebServer.picture(PICTURE));
    assertThat(content("/seconds")).isEqualTo(PICTURE);
    List<WebServer.Request> first = server.requests();
    assertThat(first.get(1).nanos() - first.get(0).nanos())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(990));
    assertThat(content("/date")).isEqualTo(PICTURE);
    assertThat(server.requests("/date")).isEqualTo(2);
  }

  @Test
  void whatOneIsToldHoldsForAllOfTheHost() throws IOException, InterruptedException {
    server.answer("/a", WebServer.status("429 Slow", "Retry-After: 1"), WebServer.picture(PICTURE));
    server.answer("/b", WebServer.picture(PICTURE));
    Thread one =
        new Thread(
            () -> {
              try {
                content("/a");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    one.start();
    while (server.requests().isEmpty()) {
      Thread.sleep(1);
    }
    Thread.sleep(200);
    assertThat(content("/b")).isEqualTo(PICTURE);
    one.join();
    long asked =
        server.requests().stream()
            .filter(request -> request.target().equals("/b"))
            .findFirst()
            .orElseThrow()
            .nanos();
    assertThat(asked - server.requests().get(0).nanos())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(990));
  }

  @Test
  void aServerThatWantsMoreThanAnybodyWaitsIsNotAskedAgain() throws IOException {
    server.answer("/a", WebServer.status("503 Busy", "Retry-After: 3600"));
    assertThat(failure("/a").detail())
        .isEqualTo("HTTP status 503, wants to be left alone for 3600 s");
    assertThat(server.requests()).hasSize(1);
  }

  /** Ten pictures a second, and no more. */
  private static final class RateLimited implements WebServer.Reply {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

    private long begin = System.nanoTime() - WINDOW;
    private int left;

    @Override
    public boolean send(OutputStream out) throws IOException, InterruptedException {
      return (isAllowed()
              ? WebServer.picture(PICTURE)
              : WebServer.status("429 Slow", "Retry-After: 1"))
          .send(out);
    }

    private synchronized boolean isAllowed() {
      long now = System.nanoTime();
      if (now - begin >= WINDOW) {
        begin = now;
        left = 10;
      }
      return left-- > 0;
    }
  }

  @Test
  void allGetThroughWhereFewAreLetThroughAtATime() throws IOException, InterruptedException {
    server.answer("/a", new RateLimited());
    List<WebAnswer> answers = together(60, "/a");
    assertThat(answers)
        .hasSize(60)
        .allSatisfy(each -> assertThat(each).isInstanceOf(Content.class));
    // All at once, and then mostly those that are let through.
    assertThat(server.requests()).hasSizeLessThan(60 + 50 + 60);
  }

  @Test
  void aHostThatNeverLetsAnybodyThroughIsGivenUpByAll() throws IOException, InterruptedException {
    server.answer("/a", WebServer.status("429 Slow"));
    assertThat(together(60, "/a"))
        .hasSize(60)
        .allSatisfy(
            each ->
                assertThat(((Failure) each).detail())
                    .isEqualTo("HTTP status 429, as for all of the host in 3 pauses"));
    assertThat(server.requests()).hasSizeLessThan(60 + 20);
  }

  private List<WebAnswer> together(int count, String target) throws InterruptedException {
    List<WebAnswer> answers = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(
          new Thread(
              () -> {
                try {
                  answers.add(pictures.read(server.url() + target, MOST, Room.AMPLE));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return answers;
  }

  private byte[] content(String target) throws IOException {
    WebAnswer answer = pictures.read(server.url() + target, MOST, Room.AMPLE);
    assertThat(answer).isInstanceOf(Content.class);
    return ((Content) answer).content();
  }

  private Failure failure(String target) throws IOException {
    return (Failure) pictures.read(server.url() + target, MOST, Room.AMPLE);
  }
}
