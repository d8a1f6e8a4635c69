// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mobilespark.MobileSparkException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PartWorkersTest {
  private static final int TURN = 7;

  private final List<Counted> made = new CopyOnWriteArrayList<>();

  @Test
  void measuresWholeTurnsAndGoesOnWhereItStopped() {
    try (PartWorkers workers = new PartWorkers(2, this::part)) {
      assertThat(workers.rate(1)).isPositive();
      assertThat(workers.rate(1)).isPositive();
    }
    assertThat(made).hasSize(2);
    for (Counted part : made) {
      // A warm-up of one call before each of the two slices.
      assertThat(part.calls.get() % TURN).isEqualTo(2);
      assertThat(part.expected).isEqualTo(part.calls.get());
      assertThat(part.closed).isTrue();
    }
  }

  @Test
  void countsTheThreadsTogether() {
    try (PartWorkers workers = new PartWorkers(2, this::part)) {
      PartWorkers.Slice slice = workers.measure(2, 1);
      assertThat(slice.pictures()).isEqualTo(2 * TURN);
      assertThat(slice.perSecond()).isPositive();
      assertThat(slice.cpuSeconds()).isPositive();
    }
  }

  @Test
  void runsNoMoreThreadsThanItIsAskedFor() {
    try (PartWorkers workers = new PartWorkers(2, this::part)) {
      workers.rate(1, 1);
    }
    assertThat(made.get(0).calls).hasPositiveValue();
    assertThat(made.get(1).calls).hasValue(0);
  }

  @Test
  void aPartThatFailsFailsTheMeasurement() {
    Part failing =
        new Part() {
          @Override
          public int run(int round) {
            throw new IllegalStateException("no such picture");
          }

          @Override
          public void close() {}
        };
    try (PartWorkers workers = new PartWorkers(1, () -> failing)) {
      assertThatThrownBy(() -> workers.rate(1))
          .isInstanceOf(MobileSparkException.class)
          .hasMessageContaining("no such picture");
    }
  }

  private Part part() {
    Counted part = new Counted();
    made.add(part);
    return part;
  }

  private static final class Counted implements Part {
    private final AtomicInteger calls = new AtomicInteger();
    private int expected;
    private boolean closed;

    @Override
    public int run(int round) {
      assertThat(round).isEqualTo(expected++);
      calls.incrementAndGet();
      return 1;
    }

    @Override
    public int turn() {
      return TURN;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
