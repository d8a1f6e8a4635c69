// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.spark.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.arrow.BatchLimits;
import io.mobilespark.arrow.FetchedPicture;
import io.mobilespark.arrow.FetchedPicture.Encoded;
import io.mobilespark.arrow.FetchedPicture.Unfetched;
import io.mobilespark.arrow.RecordBatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskKilledException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotedPicturesTest {
  private static final Suspects KNOWN =
      new Suspects(Set.of("suspect", "dead"), Map.of("dead", "x"));

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private CrashFolder notes;

  @SuppressWarnings("NullAway.Init")
  private NotedPictures inHand;

  @BeforeEach
  void open() throws IOException {
    notes = new CrashFolder(folder.resolve("crash").toString(), new Configuration(false));
    inHand = new NotedPictures(notes, "mine", KNOWN, "here", () -> false);
  }

  @AfterEach
  void close() {
    inHand.close();
  }

  @Test
  void aBatchIsNotedBeforeItIsTouchedAndForgottenAtTheEnd() throws IOException {
    List<Suspects> seen = new ArrayList<>();
    handle(List.of("a", "b"), () -> seen.add(left()));
    handle(List.of("c"), () -> seen.add(left()));
    assertThat(seen)
        .containsExactly(
            new Suspects(Set.of("a", "b"), Map.of()), new Suspects(Set.of("c"), Map.of()));
    inHand.close();
    assertThat(notes.isEmpty()).isTrue();
  }

  @Test
  void aSuspectedPictureIsNotedAsAloneAsLongAsItTakes() throws IOException {
    List<Suspects> seen = new ArrayList<>();
    handle(List.of("suspect"), () -> seen.add(left()));
    assertThat(seen).containsExactly(new Suspects(Set.of(), Map.of("suspect", "here")));
    assertThat(notes.isEmpty()).isTrue();
    IllegalStateException failure = new IllegalStateException("an orderly failure");
    assertThatThrownBy(
            () ->
                handle(
                    List.of("suspect"),
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(notes.isEmpty()).isTrue();
  }

  @Test
  void whoIsToldToEndLeavesNoNoteAndWritesNone() throws IOException {
    handle(List.of("a"), inHand::end);
    assertThat(notes.isEmpty()).isTrue();
    handle(List.of("b"), () -> {});
    assertThat(notes.isEmpty()).isTrue();
  }

  @Test
  void aPictureThatKilledTwiceIsARowWithItsHostAndLabel() {
    FetchedPicture dead = new Encoded("dead", new byte[] {1}, Optional.of("cat"));
    assertThat(inHand.admitted(dead))
        .isEqualTo(
            new Unfetched(
                "dead",
                "CRASHED",
                "two attempts did not survive it, the last one on host x",
                Optional.of("cat")));
    assertThat(inHand.goesAlone(dead)).isFalse();
    FetchedPicture suspect = new Encoded("suspect", new byte[] {1});
    assertThat(inHand.admitted(suspect)).isSameAs(suspect);
    assertThat(inHand.goesAlone(suspect)).isTrue();
    assertThat(inHand.goesAlone(new Encoded("other", new byte[] {1}))).isFalse();
  }

  @Test
  void batchesAreSmall() {
    assertThat(inHand.limits(new BatchLimits(64, 1 << 20))).isEqualTo(new BatchLimits(8, 1 << 20));
    assertThat(inHand.limits(new BatchLimits(2, 1 << 20))).isEqualTo(new BatchLimits(2, 1 << 20));
  }

  @Test
  void nobodyElseDecodesWhileOneIsTriedAlone() throws InterruptedException {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    // A first attempt, which notes nothing, takes its turn all the same.
    Thread other =
        new Thread(
            () ->
                handle(
                    new UnnotedPictures(() -> false),
                    List.of("a"),
                    () -> {
                      begun.countDown();
                      await(mayEnd);
                      order.add("other");
                    }));
    other.start();
    await(begun);
    Thread alone = new Thread(() -> handle(List.of("suspect"), () -> order.add("alone")));
    alone.start();
    while (alone.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    mayEnd.countDown();
    other.join();
    alone.join();
    assertThat(order).containsExactly("other", "alone");
  }

  @Test
  void whoIsKilledDoesNotWaitForItsTurn() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread alone =
        new Thread(
            () ->
                handle(
                    List.of("suspect"),
                    () -> {
                      begun.countDown();
                      await(mayEnd);
                    }));
    alone.start();
    await(begun);
    assertThatThrownBy(() -> handle(new UnnotedPictures(() -> true), List.of("a"), () -> {}))
        .isInstanceOf(TaskKilledException.class);
    mayEnd.countDown();
    alone.join();
  }

  private void handle(List<String> paths, Runnable work) {
    handle(inHand, paths, work);
  }

  private static void handle(PicturesInHand inHand, List<String> paths, Runnable work) {
    try (RecordBatcher batcher = new RecordBatcher("test", BatchLimits.DEFAULT, 1 << 20)) {
      paths.forEach(path -> assertThat(batcher.add(new Encoded(path, new byte[] {1}))).isTrue());
      inHand.handle(batcher.batch(), work);
    }
  }

  private Suspects left() {
    try {
      return notes.dead(Duration.ZERO);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
