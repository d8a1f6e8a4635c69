// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One output, one run: who gets the lock, and who may take it. */
class RunLockTest {
  private static final LockOwner ME = LockOwner.thisProcess("me");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Workplace place;

  @BeforeEach
  void place() {
    place = Workplace.of(folder.resolve("table").toString(), new Configuration(false));
  }

  @Test
  void aLivingRunKeepsOthersOutAndLeavesNothing() throws IOException {
    try (RunLock lock = RunLock.acquire(place, "first")) {
      lock.check();
      assertThatThrownBy(() -> RunLock.acquire(place, "second"))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("is in use by run first on " + ME.host())
          .hasMessageContaining("process " + ME.pid());
      lock.check();
    }
    assertEmpty();
    RunLock.acquire(place, "second").close();
    assertEmpty();
  }

  @Test
  void ofManyAtOnceOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Boolean>> runs = new ArrayList<>();
    IntStream.range(0, 8).forEach(i -> runs.add(() -> acquires("run" + i)));
    int winners = 0;
    for (Future<Boolean> run : threads.invokeAll(runs)) {
      winners += run.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(winners).isEqualTo(1);
  }

  @Test
  void aDeadProcessOfThisHostIsReplacedAtOnce() throws IOException {
    // No process has this number; and one that has ours began at another time.
    List<LockOwner> dead =
        List.of(
            owner("dead", Long.MAX_VALUE, "", ME.boot(), ME.pidNamespace()),
            owner("dead", ME.pid(), "1999-01-01T00:00:00Z", ME.boot(), ME.pidNamespace()));
    for (LockOwner owner : dead) {
      RunLock killed = RunLock.acquire(place, owner);
      RunLock next = RunLock.acquire(place, "next");
      next.check();
      assertThatThrownBy(killed::check)
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("has been taken over by run next");
      // Not its own any more.
      killed.close();
      next.check();
      next.close();
      assertEmpty();
    }
  }

  @Test
  void anotherHostsRunIsReplacedOnlyWhenItsHeartStops() throws IOException {
    RunLock far = RunLock.acquire(place, new LockOwner("far", "elsewhere", 1, "", "", "", ""));
    assertThatThrownBy(() -> RunLock.acquire(place, "next"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("run far on elsewhere");
    age(Duration.ofMinutes(3));
    RunLock next = RunLock.acquire(place, "next");
    assertThatThrownBy(far::check).isInstanceOf(MobileSparkException.class);
    next.close();
    far.close();
    assertEmpty();
  }

  @Test
  void aProcessOfThisHostsNameButOfAnotherKernelOrNamespaceIsJudgedByItsHeartAlone()
      throws IOException {
    List<LockOwner> unseen =
        List.of(
            owner("far", Long.MAX_VALUE, "", ME.boot(), "pid:[1]"),
            owner("far", Long.MAX_VALUE, "", "another-boot", ME.pidNamespace()),
            owner("far", Long.MAX_VALUE, "", "", ""));
    for (LockOwner owner : unseen) {
      RunLock far = RunLock.acquire(place, owner);
      age(Duration.ofMillis(200));
      assertThatThrownBy(() -> RunLock.acquire(place, "next"))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("is in use by run far");
      age(Duration.ofMinutes(3));
      RunLock.acquire(place, "next").close();
      far.close();
      assertEmpty();
    }
  }

  @Test
  void aLockOfAnEarlierVersionIsJudgedByItsHeart() throws IOException {
    Files.writeString(
        folder.resolve(".table.mobilespark.lock"),
        "{\"run\": \"old\", \"host\": \""
            + ME.host()
            + "\", \"pid\": 1, "
            + "\"process_start\": \"\", \"since\": \"\"}");
    assertThatThrownBy(() -> RunLock.acquire(place, "next"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("is in use by run old");
    age(Duration.ofMinutes(3));
    RunLock.acquire(place, "next").close();
    assertEmpty();
  }

  @Test
  void aLockWithoutAnOwnerYetIsRespectedForAWhile() throws IOException {
    Files.createFile(folder.resolve(".table.mobilespark.lock"));
    assertThatThrownBy(() -> RunLock.acquire(place, "next"))
        .isInstanceOf(MobileSparkException.class)
        .hasMessageContaining("in use");
    age(Duration.ofMinutes(3));
    RunLock.acquire(place, "next").close();
    assertEmpty();
  }

  private static LockOwner owner(
      String run, long pid, String start, String boot, String pidNamespace) {
    return new LockOwner(run, ME.host(), pid, start, "", boot, pidNamespace);
  }

  private boolean acquires(String run) throws IOException {
    try {
      RunLock.acquire(place, run).check();
      return true;
    } catch (MobileSparkException e) {
      return false;
    }
  }

  private void age(Duration by) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(by));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }

  private void assertEmpty() {
    assertThat(folder).isEmptyDirectory();
  }
}
