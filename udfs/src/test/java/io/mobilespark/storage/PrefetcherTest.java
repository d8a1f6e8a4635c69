// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ahead, in order, within bounds, and never stuck: a test that hangs is left behind, since the code
 * under test takes an interrupt for the end of its task.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PrefetcherTest {
  private static final long MIB = 1 << 20;

  private final AtomicBoolean killed = new AtomicBoolean();

  @BeforeEach
  void reset() {
    SlowFileSystem.reset();
  }

  @Test
  void picturesComeInOrderEachByOneRequestAndManyAtOnce() throws IOException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(8, 64 * MIB));
    List<String> names = names(100, 3000);
    List<FetchedPicture> pictures = readAll(stream(prefetcher, names, 5));
    assertInOrder(pictures, names, 3000);
    assertThat(SlowFileSystem.OPENED).containsExactlyInAnyOrderElementsOf(names);
    assertThat(SlowFileSystem.ASKED).isEmpty();
    assertThat(SlowFileSystem.mostUnderWay()).isBetween(5, 8);
    assertIdle(prefetcher);
  }

  @Test
  void bytesBoundWhatIsAhead() throws IOException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(64, MIB));
    PictureStream stream = stream(prefetcher, names(40, 200_000), 1);
    for (int i = 0; i < 40; i++) {
      assertThat(((Encoded) stream.next()).content()).hasSize(200_000);
      assertThat(prefetcher.heldBytes()).isLessThanOrEqualTo(MIB);
      assertThat(SlowFileSystem.OPENED.size()).isLessThanOrEqualTo(i + 1 + 5);
    }
    assertThat(SlowFileSystem.mostUnderWay()).isBetween(2, 5);
    stream.close();
    assertIdle(prefetcher);
  }

  @Test
  void aPictureBeyondAllBytesIsReadByItsTask() throws IOException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(4, MIB));
    List<String> names = List.of("1-10", "2-3000000", "3-10", "4-2000000", "5-2000000");
    for (boolean listed : new boolean[] {true, false}) {
      List<FetchedPicture> pictures = readAll(stream(prefetcher, names, 1, listed));
      assertThat(pictures.stream().map(picture -> ((Encoded) picture).content().length))
          .containsExactly(10, 3_000_000, 10, 2_000_000, 2_000_000);
      assertIdle(prefetcher);
    }
  }

  @Test
  void aLengthThatNobodyListedIsAskedOnce() throws IOException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(4, MIB));
    List<String> names = new ArrayList<>(names(30, 100_000));
    names.add("31-gone");
    names.add("32-99000000");
    List<FetchedPicture> pictures = readAll(stream(prefetcher, names, 1, false));
    assertInOrder(pictures.subList(0, 30), names.subList(0, 30), 100_000);
    assertThat(((Unfetched) pictures.get(30)).reason()).isEqualTo("NOT_FOUND");
    assertThat(((Unfetched) pictures.get(31)).reason()).isEqualTo("TOO_LARGE");
    assertThat(SlowFileSystem.ASKED).hasSameSizeAs(names);
    assertThat(SlowFileSystem.OPENED).hasSize(30);
    assertIdle(prefetcher);
  }

  @Test
  void aTaskThatDoesNotTakeItsPicturesStarvesNobody() throws IOException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(4, 2 * MIB));
    List<String> hung = List.of("1-900001", "2-900001", "3-900001");
    hung.forEach(name -> SlowFileSystem.GATES.put(name, new CountDownLatch(1)));
    PictureStream slow = stream(prefetcher, hung, 0);
    Thread waiting =
        new Thread(() -> assertThatThrownBy(slow::next).isInstanceOf(IOException.class));
    waiting.start();
    List<String> names = names(50, 100_000);
    assertInOrder(readAll(stream(prefetcher, names, 1)), names, 100_000);
    waitUntil(() -> SlowFileSystem.underWay() == 2);
    killed.set(true);
    join(waiting);
    slow.close();
    await(prefetcher);
    assertThat(SlowFileSystem.interrupted()).isEqualTo(2);
  }

  @Test
  void theShareOfATaskIsEvenOnceAnotherHasCome() throws IOException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(8, 64 * MIB));
    List<String> first = names(20, 1001);
    List<String> second = names(20, 1002);
    second.forEach(name -> SlowFileSystem.GATES.put(name, new CountDownLatch(1)));
    PictureStream one = stream(prefetcher, first, 1);
    PictureStream two = stream(prefetcher, second, 0);
    AtomicBoolean answered = new AtomicBoolean();
    Thread waiting =
        new Thread(
            () -> {
              try {
                two.next();
                answered.set(true);
              } catch (InterruptedIOException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiting.start();
    assertInOrder(readAll(one), first, 1001);
    assertThat(SlowFileSystem.OPENED.stream().filter(name -> name.endsWith("-1002")).count())
        .isBetween(0L, 8L);
    SlowFileSystem.GATES.values().forEach(CountDownLatch::countDown);
    join(waiting);
    assertThat(answered).isTrue();
    two.close();
    await(prefetcher);
  }

  @Test
  void aKilledTaskEndsItsRequests() throws IOException {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(6, 64 * MIB));
    List<String> names = names(50, 1000);
    names.forEach(name -> SlowFileSystem.GATES.put(name, new CountDownLatch(1)));
    PictureStream stream = stream(prefetcher, names, 0);
    Thread killer = whenUnderWay(6, () -> killed.set(true));
    assertThatThrownBy(stream::next).isInstanceOf(InterruptedIOException.class);
    join(killer);
    stream.close();
    await(prefetcher);
    assertThat(SlowFileSystem.OPENED).hasSize(6);
    assertThat(SlowFileSystem.interrupted()).isEqualTo(6);
    assertThat(SlowFileSystem.underWay()).isZero();
    assertThat(stream.hasNext()).isFalse();
  }

  @Test
  void anInterruptedTaskEnds() {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(6, 64 * MIB));
    SlowFileSystem.GATES.put("0-1000", new CountDownLatch(1));
    PictureStream stream = stream(prefetcher, names(1, 1000), 0);
    Thread killer = whenUnderWay(1, Thread.currentThread()::interrupt);
    assertThatThrownBy(stream::next).isInstanceOf(InterruptedIOException.class);
    join(killer);
    stream.close();
    await(prefetcher);
  }

  @Test
  void aFaultOfTheClientFailsTheTask() {
    Prefetcher prefetcher = new Prefetcher(new PrefetchLimits(6, 64 * MIB));
    PictureStream stream = stream(prefetcher, List.of("no number"), 0);
    assertThatThrownBy(stream::next).isInstanceOf(NumberFormatException.class);
    stream.close();
    assertIdle(prefetcher);
  }

  private PictureStream stream(Prefetcher prefetcher, List<String> names, long millis) {
    return stream(prefetcher, names, millis, true);
  }

  private PictureStream stream(
      Prefetcher prefetcher, List<String> names, long millis, boolean listed) {
    long[] lengths =
        names.stream()
            .mapToLong(
                name ->
                    listed && name.indexOf('-') > 0
                        ? Long.parseLong(name.substring(name.indexOf('-') + 1))
                        : listed ? 10 : ObjectSplit.UNKNOWN)
            .toArray();
    return new PrefetchedPictures(
        new ObjectSplit(names.stream().map(name -> "slow://host/f/" + name).toList(), lengths),
        new PictureReader(SlowFileSystem.configuration(millis), 64 * MIB),
        prefetcher,
        killed::get);
  }

  private static List<String> names(int count, int bytes) {
    return IntStream.range(0, count).mapToObj(i -> i + "-" + bytes).toList();
  }

  private static List<FetchedPicture> readAll(PictureStream stream) throws IOException {
    List<FetchedPicture> pictures = new ArrayList<>();
    try (stream) {
      while (stream.hasNext()) {
        pictures.add(stream.next());
      }
    }
    return pictures;
  }

  private static void assertInOrder(List<FetchedPicture> pictures, List<String> names, int bytes) {
    assertThat(pictures).hasSameSizeAs(names);
    for (int i = 0; i < names.size(); i++) {
      byte[] content = new byte[bytes];
      Arrays.fill(content, (byte) i);
      assertThat(pictures.get(i).path()).isEqualTo("slow://host/f/" + names.get(i));
      assertThat(pictures.get(i).label()).contains("f");
      assertThat(((Encoded) pictures.get(i)).content()).isEqualTo(content);
    }
  }

  private static void assertIdle(Prefetcher prefetcher) {
    assertThat(prefetcher.running()).isZero();
    assertThat(prefetcher.heldBytes()).isZero();
  }

  /** Interrupted requests end on their own. */
  private static void await(Prefetcher prefetcher) {
    waitUntil(() -> prefetcher.running() == 0);
    assertIdle(prefetcher);
  }

  private static Thread whenUnderWay(int requests, Runnable then) {
    Thread thread =
        new Thread(
            () -> {
              waitUntil(() -> SlowFileSystem.underWay() == requests);
              then.run();
            });
    thread.start();
    return thread;
  }

  private static void waitUntil(BooleanSupplier there) {
    try {
      while (!there.getAsBoolean()) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("took too long", e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
