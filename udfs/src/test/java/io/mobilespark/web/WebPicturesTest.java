// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.mobilespark.testing.WebServer;
import io.mobilespark.web.WebAnswer.Content;
import io.mobilespark.web.WebAnswer.Failure;
import io.mobilespark.web.WebAnswer.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server that is late, and does everything that servers do wrong. */
@Timeout(60)
class WebPicturesTest {
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
  void aPictureIsAskedForOnceAndByName() throws IOException {
    server.answer("/a%20b.jpg?size=2", WebServer.picture(PICTURE));
    assertThat(content("/a b.jpg?size=2#x")).isEqualTo(PICTURE);
    assertThat(server.requests()).hasSize(1);
    assertThat(server.requests().get(0).headers().get("user-agent")).startsWith("MobileSpark/");
    assertThat(server.requests().get(0).headers()).doesNotContainKeys("cookie", "authorization");
  }

  @Test
  void anEmptyAnswerIsAnEmptyPicture() throws IOException {
    server.answer("/a", WebServer.status("200 OK"));
    assertThat(content("/a")).isEmpty();
  }

  @Test
  void aLengthThatNobodyTellsIsNoError() throws IOException {
    byte[] large = new byte[90_000];
    Arrays.fill(large, (byte) 7);
    server.answer("/close", WebServer.body("200 OK", List.of(), large, false));
    server.answer(
        "/chunks",
        WebServer.body(
            "200 OK",
            List.of("Transfer-Encoding: chunked"),
            "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            true));
    assertThat(content("/close")).isEqualTo(large);
    assertThat(content("/chunks")).asString(StandardCharsets.UTF_8).isEqualTo("hello world");
  }

  @ParameterizedTest
  @CsvSource({
    "404 Not Found, NOT_FOUND",
    "410 Gone, NOT_FOUND",
    "401 Unauthorized, DENIED",
    "403 Forbidden, DENIED",
    "400 Bad Request, FAILED",
    "204 No Content, FAILED",
    "501 Not Implemented, FAILED",
  })
  void aStatusIsSaidAndNotTriedAgain(String status, Kind kind) throws IOException {
    server.answer("/a", WebServer.status(status));
    assertThat(failure("/a"))
        .isEqualTo(Failure.last(kind, "HTTP status " + status.substring(0, 3)));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aBusyServerIsAskedAgainAndThenLeftAlone() throws IOException {
    server.answer("/once", WebServer.status("503 Busy"), WebServer.picture(PICTURE));
    server.answer("/ever", WebServer.status("500 Broken"));
    assertThat(content("/once")).isEqualTo(PICTURE);
    assertThat(failure("/ever"))
        .isEqualTo(Failure.last(Kind.FAILED, "HTTP status 500, after 3 tries"));
    assertThat(server.requests("/once")).isEqualTo(2);
    assertThat(server.requests("/ever")).isEqualTo(3);
  }

  @Test
  void redirectsAreFollowedAFewTimes() throws IOException {
    server.answer("/a", WebServer.status("302 Found", "Location: /b c?x=1"));
    server.answer("/b%20c?x=1", WebServer.status("307 Found", "Location: " + server.url() + "/c"));
    server.answer("/c", WebServer.picture(PICTURE));
    server.answer("/loop", WebServer.status("301 Moved", "Location: /loop?sig=secret"));
    server.answer("/loop?sig=secret", WebServer.status("301 Moved", "Location: /loop"));
    server.answer("/file", WebServer.status("302 Found", "Location: file:///etc/passwd"));
    server.answer("/nowhere", WebServer.status("302 Found"));
    assertThat(content("/a")).isEqualTo(PICTURE);
    assertThat(failure("/loop").detail()).isEqualTo("HTTP status 301, the last of 5 redirects");
    assertThat(failure("/file").detail()).isEqualTo("HTTP status 302 leads nowhere");
    assertThat(failure("/nowhere").detail()).isEqualTo("HTTP status 302 leads nowhere");
  }

  @Test
  void noBodyIsReadBeyondWhatAPictureMayHave() throws IOException {
    server.answer(
        "/told", WebServer.body("200 OK", List.of("Content-Length: 100001"), PICTURE, false));
    server.answer(
        "/endless",
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          while (true) {
            out.write(new byte[10_000]);
          }
        });
    assertThat(failure("/told"))
        .isEqualTo(Failure.last(Kind.TOO_LARGE, "the picture has 100001 bytes, more than 100000"));
    assertThat(failure("/endless"))
        .isEqualTo(Failure.last(Kind.TOO_LARGE, "the picture has more than 100000 bytes"));
  }

  @Test
  void anAnswerThatBreaksOffIsAskedForAgain() throws IOException {
    WebServer.Reply half = WebServer.body("200 OK", List.of("Content-Length: 50"), PICTURE, false);
    server.answer("/once", half, WebServer.picture(PICTURE));
    server.answer("/ever", half);
    server.answer("/nothing", out -> false);
    assertThat(content("/once")).isEqualTo(PICTURE);
    assertThat(failure("/ever").kind()).isEqualTo(Kind.FAILED);
    assertThat(failure("/ever").detail()).endsWith(", after 3 tries");
    assertThat(failure("/nothing").detail()).endsWith(", after 3 tries");
  }

  @Test
  void aServerThatNeverEndsIsGivenUp() throws IOException {
    server.answer(
        "/drip",
        out -> {
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
          while (true) {
            out.write(1);
            out.flush();
            Thread.sleep(50);
          }
        });
    server.answer(
        "/silent",
        out -> {
          Thread.sleep(60_000);
          return false;
        });
    for (String target : List.of("/drip", "/silent")) {
      assertThat(failure(target).detail()).isEqualTo("no whole answer in 0 s, after 2 tries");
      assertThat(server.requests(target)).isEqualTo(2);
    }
  }

  @Test
  void timeThatIsWaitedForRoomIsNotTheServers() throws IOException {
    server.answer("/a", WebServer.picture(PICTURE));
    WebAnswer answer =
        pictures.read(
            server.url() + "/a",
            MOST,
            bytes -> {
              assertThat(bytes).isEqualTo(PICTURE.length);
              try {
                Thread.sleep(1500);
              } catch (InterruptedException e) {
                throw new InterruptedIOException();
              }
            });
    assertThat(((Content) answer).content()).isEqualTo(PICTURE);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void hostsThatAreNotThereAreSaid() throws IOException {
    WebServer gone = new WebServer(0);
    gone.close();
    assertThat(((Failure) pictures.read(gone.url() + "/a", MOST, Room.AMPLE)).detail())
        .isEqualTo("no connection, after 2 tries");
    assertThat(((Failure) pictures.read("http://no.host.invalid/a", MOST, Room.AMPLE)).detail())
        .isEqualTo("no host no.host.invalid, after 2 tries");
  }

  @Test
  void whereMachinesKeepCredentialsNobodyIsLed() throws IOException {
    server.answer("/a", WebServer.status("302 Found", "Location: http://169.254.169.254/latest"));
    Failure led = failure("/a");
    assertThat(led.kind()).isEqualTo(Kind.DENIED);
    assertThat(led.detail()).contains("169.254.169.254", "never asked");
    assertThatThrownBy(() -> Reach.require(URI.create(server.url() + "/a"), true))
        .isInstanceOf(Reach.OutOfReachException.class)
        .hasMessageContaining("a redirect from the public web to 127.0.0.1");
  }

  @Test
  void nothingThatAServerWritesIsSaid() throws IOException {
    for (String answer :
        List.of(
            "marked-secret\r\n\r\n",
            "HTTP/1.1 marked-secret\r\n\r\n",
            "HTTP/1.1 200 OK\r\nmarked secret: marked-secret\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: marked-secret\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nmarked-secret",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmarked-secret\r\n")) {
      server.answer(
          "/a",
          out -> {
            out.write(answer.getBytes(StandardCharsets.UTF_8));
            return false;
          });
      assertThat(failure("/a").detail())
          .matches("(no answer|the answer) .*, after 3 tries")
          .doesNotContain("marked-secret");
    }
    server.answer(
        "/far",
        WebServer.status("302 Found", "Location: http://" + "marked.".repeat(100) + "invalid/a"));
    assertThat(failure("/far").detail()).hasSizeLessThan(230);
  }

  @Test
  void aHostThatNobodyCanAskIsARow() throws IOException {
    assertThat(pictures.read("http://a_b/c.jpg?sig=marked-secret", MOST, Room.AMPLE))
        .isEqualTo(
            Failure.last(Kind.FAILED, "the host's name has characters that no host may have"));
  }

  @Test
  void noBytesAreHeldBeforeThereIsRoom() throws IOException {
    int large = 64 << 20;
    server.answer(
        "/a", WebServer.body("200 OK", List.of("Content-Length: " + large), PICTURE, false));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertThatThrownBy(
            () ->
                pictures.read(
                    server.url() + "/a",
                    large,
                    bytes -> {
                      assertThat(bytes).isEqualTo(large);
                      assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()))
                          .isLessThan(before + large / 2);
                      throw new InterruptedIOException("no room");
                    }))
        .hasMessage("no room");
  }

  @Test
  void bytesThatAreCopiedAreCountedTwiceMeanwhile() throws IOException {
    server.answer("/a", WebServer.body("200 OK", List.of(), new byte[90_000], false));
    List<Long> rooms = new ArrayList<>();
    pictures.read(server.url() + "/a", MOST, rooms::add);
    assertThat(rooms).containsExactly(65_536L, 165_536L, 100_000L, 190_000L, 90_000L);
  }

  @Test
  void anInterruptEndsEveryWait() throws InterruptedException {
    server.answer(
        "/a",
        out -> {
          Thread.sleep(60_000);
          return false;
        });
    AtomicReference<Throwable> ended = new AtomicReference<>(new IllegalStateException());
    Thread reading =
        new Thread(
            () -> {
              try {
                new WebPictures(WebLimits.DEFAULT)
                    .read(server.url() + "/a?sig=secret", MOST, Room.AMPLE);
              } catch (IOException e) {
                ended.set(e);
              }
            });
    server.answer(
        "/a?sig=secret",
        out -> {
          Thread.sleep(60_000);
          return false;
        });
    reading.start();
    while (server.requests().isEmpty()) {
      Thread.sleep(1);
    }
    reading.interrupt();
    reading.join(10_000);
    assertThat(ended.get())
        .isExactlyInstanceOf(InterruptedIOException.class)
        .hasMessageNotContaining("secret");
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
