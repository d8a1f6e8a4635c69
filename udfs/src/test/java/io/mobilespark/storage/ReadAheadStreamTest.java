// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same bytes, sooner, and never more than a few chunks. */
@Timeout(60)
class ReadAheadStreamTest {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong read = new AtomicLong();

  @Test
  void theBytesAreTheSame() throws Exception {
    for (int length : new int[] {0, 1, 99, 100, 101, 12_345}) {
      byte[] content = new byte[length];
      new SplittableRandom(length).nextBytes(content);
      try (InputStream in = new ReadAheadStream(source(content), length, 100, 3)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
        assertThat(in.read()).isEqualTo(-1);
      }
    }
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itEndsWhereItIsToldTo() throws IOException {
    try (InputStream in = new ReadAheadStream(source(new byte[1000]), 250, 100, 3)) {
      assertThat(in.readAllBytes()).hasSize(250);
    }
    assertThat(read).hasValue(250);
  }

  @Test
  void aFailureComesAfterWhatWasReadBeforeAndStays() throws IOException {
    try (InputStream in = new ReadAheadStream(source(new byte[250]), 1000, 100, 3)) {
      assertThat(in.readNBytes(200)).hasSize(200);
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("reset");
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("reset");
    }
  }

  @Test
  void whatIsNoFailureOfStorageComesThroughToo() throws IOException {
    Runnable fault =
        () -> {
          throw new IllegalStateException("a client's fault");
        };
    Runnable noHeap =
        () -> {
          throw new OutOfMemoryError("no heap");
        };
    try (InputStream in = new ReadAheadStream(failing(fault), 1000, 100, 3)) {
      assertThatThrownBy(in::read).isInstanceOf(IllegalStateException.class);
    }
    try (InputStream in = new ReadAheadStream(failing(noHeap), 1000, 100, 3)) {
      assertThatThrownBy(in::read).isInstanceOf(OutOfMemoryError.class).hasMessage("no heap");
    }
  }

  @Test
  void nobodyReadsFarAheadAndClosingEndsAll() throws Exception {
    InputStream in = new ReadAheadStream(source(new byte[100_000]), 100_000, 100, 3);
    assertThat(in.read()).isZero();
    Thread.sleep(100);
    assertThat(read.get()).isLessThanOrEqualTo(500);
    in.close();
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(in.read()).isEqualTo(-1);
  }

  private static InputStream failing(Runnable failure) {
    return new InputStream() {
      @Override
      public int read(byte[] buffer, int start, int count) {
        failure.run();
        return -1;
      }

      @Override
      public int read() {
        failure.run();
        return -1;
      }
    };
  }

  /** Of 250 bytes it fails behind the last. */
  private InputStream source(byte[] content) {
    InputStream bytes = new ByteArrayInputStream(content);
    return new InputStream() {
      @Override
      public int read(byte[] buffer, int start, int count) throws IOException {
        int got = bytes.read(buffer, start, count);
        if (got < 0 && content.length == 250) {
          throw new IOException("reset");
        }
        read.addAndGet(Math.max(0, got));
        return got;
      }

      @Override
      public int read() throws IOException {
        return bytes.read();
      }

      @Override
      public void close() {
        closed.countDown();
      }
    };
  }
}
