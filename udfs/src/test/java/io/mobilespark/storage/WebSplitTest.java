// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.testing.WebServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures of the web come through the same reader as those of storage. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSplitTest {
  private static final long MIB = 1 << 20;

  private final WebServer server = new WebServer(50);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void severalHundredAreAskedForAtOnceAndComeInOrder() throws IOException {
    List<String> addresses = addresses(600, 3000);
    CountDownLatch together = new CountDownLatch(250);
    for (int i = 0; i < 250; i++) {
      byte[] content = new byte[3000];
      Arrays.fill(content, (byte) i);
      WebServer.Reply picture = WebServer.picture(content);
      server.answer(
          "/cat/" + i + ".jpg",
          out -> {
            together.countDown();
            assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
            return picture.send(out);
          });
    }
    List<FetchedPicture> pictures = read(addresses, PrefetchLimits.DEFAULT);
    assertThat(pictures.stream().map(FetchedPicture::path)).isEqualTo(addresses);
    for (int i = 0; i < pictures.size(); i++) {
      Encoded picture = (Encoded) pictures.get(i);
      assertThat(picture.content()).hasSize(3000).containsOnly((byte) i);
      assertThat(picture.label()).contains("cat");
    }
    assertThat(server.requests()).hasSize(600);
    assertThat(server.mostUnderWay()).isBetween(250, 256);
  }

  @Test
  void bytesBoundThemThoughNobodyListedTheirLengths() throws IOException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(64, MIB));
    List<String> addresses = addresses(40, 200_000);
    try (PictureStream stream =
        new PrefetchedPictures(
            split(addresses),
            new PictureReader(new Configuration(), MIB),
            prefetcher,
            () -> false)) {
      for (String address : addresses) {
        FetchedPicture picture = stream.next();
        assertThat(picture.path()).isEqualTo(address);
        assertThat(((Encoded) picture).content()).hasSize(200_000);
        // Besides, the one that is waited for.
        assertThat(prefetcher.heldBytes()).isLessThanOrEqualTo(MIB + 200_000);
      }
    }
    assertThat(server.requests()).hasSize(40);
    assertThat(prefetcher.running()).isZero();
    assertThat(prefetcher.heldBytes()).isZero();
  }

  @Test
  void fewerRequestsThatSomebodyHasAskedForHoldOfTheWebToo() throws IOException {
    assertThat(read(addresses(40, 100), PrefetchLimits.of(OptionalInt.of(3), 64 * MIB)))
        .hasSize(40);
    assertThat(server.mostUnderWay()).isBetween(2, 3);
  }

  @Test
  void picturesBeyondAllBytesGetThroughOneByOne() throws IOException {
    List<String> addresses = addresses(6, 3_000_000);
    assertThat(read(addresses, new PrefetchLimits(4, MIB)))
        .allSatisfy(picture -> assertThat(((Encoded) picture).content()).hasSize(3_000_000));
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void whatIsLeftBehindHoldsNoBytesAndNoThread() throws IOException, InterruptedException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(64, MIB));
    PictureStream stream =
        new PrefetchedPictures(
            split(addresses(40, 200_000)),
            new PictureReader(new Configuration(), MIB),
            prefetcher,
            () -> false);
    stream.next();
    stream.close();
    while (prefetcher.running() > 0) {
      Thread.sleep(5);
    }
    assertThat(prefetcher.heldBytes()).isZero();
  }

  @Test
  void failuresAreRowsWithTheStatusAndNoSignature() throws IOException {
    server.answer("/a.jpg?id=1&X-Amz-Signature=secret", WebServer.status("403 Forbidden"));
    server.answer("/b.jpg?X-Amz-Signature=secret", WebServer.picture(new byte[3]));
    for (PrefetchLimits limits : List.of(PrefetchLimits.DEFAULT, new PrefetchLimits(0, 64 * MIB))) {
      List<FetchedPicture> pictures =
          read(
              List.of(
                  server.url() + "/a.jpg?id=1&X-Amz-Signature=secret",
                  server.url() + "/none.jpg",
                  server.url() + "/b.jpg?X-Amz-Signature=secret"),
              limits);
      assertThat(pictures.get(0))
          .isEqualTo(
              new Unfetched(
                  server.url() + "/a.jpg?id=1",
                  "ACCESS_DENIED",
                  "HTTP status 403",
                  Optional.empty()));
      assertThat(pictures.get(1))
          .isEqualTo(
              new Unfetched(
                  server.url() + "/none.jpg", "NOT_FOUND", "HTTP status 404", Optional.empty()));
      assertThat(pictures.get(2).path()).isEqualTo(server.url() + "/b.jpg");
    }
  }

  @Test
  void aLengthThatWasListedHolds() throws IOException {
    server.answer("/a.jpg", WebServer.picture(new byte[3]));
    PictureReader reader = new PictureReader(new Configuration(), MIB);
    assertThat(((Encoded) reader.read(server.url() + "/a.jpg", 3)).content()).hasSize(3);
    assertThat(((Unfetched) reader.read(server.url() + "/a.jpg", 4)).detail())
        .isEqualTo("shorter than the 4 bytes listed: changed meanwhile");
  }

  private List<String> addresses(int count, int bytes) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] content = new byte[bytes];
              Arrays.fill(content, (byte) i);
              server.answer("/cat/" + i + ".jpg", WebServer.picture(content));
              return server.url() + "/cat/" + i + ".jpg";
            })
        .toList();
  }

  private static List<FetchedPicture> read(List<String> addresses, PrefetchLimits limits)
      throws IOException {
    TaskStorage storage = new TaskStorage(new Configuration(), 64 * MIB, limits, () -> false);
    List<FetchedPicture> pictures = new ArrayList<>();
    try (PictureStream stream = split(addresses).open(storage)) {
      while (stream.hasNext()) {
        pictures.add(stream.next());
      }
    }
    return pictures;
  }

  private static ObjectSplit split(List<String> addresses) {
    long[] lengths = new long[addresses.size()];
    Arrays.fill(lengths, ObjectSplit.UNKNOWN);
    return new ObjectSplit(addresses, lengths);
  }
}
